import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { MiB, bytesOf, keysOf, newKey, sha256 } from './helpers';
import type { Subject } from './helpers';
import type { StorageArea } from '../port';

/** What a store does with whole objects. */
export function describeObjects(subject: Subject): void {
  const scratch = mkdtempSync(join(tmpdir(), 'unblind-storage-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const area = (): StorageArea => subject().storage.area('submissions');

  describe('objects', () => {
    test('what was put comes back, with its size, from a buffer or a stream, empty or not', async () => {
      for (const data of [Buffer.alloc(0), randomBytes(1), randomBytes(200_000)]) {
        const [key, streamed] = [newKey(), newKey()];
        expect(await area().put(key, data)).toMatchObject({ key, bytes: data.length });
        await area().put(streamed, Readable.from([data.subarray(0, 10), data.subarray(10)]));
        for (const stored of [key, streamed]) {
          expect((await bytesOf(await area().get(stored))).equals(data)).toBe(true);
          expect(await area().stat(stored)).toMatchObject({ key: stored, bytes: data.length });
          expect(await area().sha256(stored)).toBe(sha256(data));
        }
      }
    });

    test('a stream larger than one part is stored whole', async () => {
      const data = randomBytes(17 * MiB + 3);
      const pieces = Array.from({ length: 18 }, (_, index) => data.subarray(index * MiB, (index + 1) * MiB));
      const key = newKey();
      expect(await area().put(key, Readable.from(pieces), { sha256: sha256(data) })).toMatchObject({ bytes: data.length });
      expect(await area().sha256(key)).toBe(sha256(data));
    });

    test('data whose sha256 is not the announced one is never stored', async () => {
      const key = newKey();
      const wrong = sha256(Buffer.from('something else'));
      await expect(area().put(key, Buffer.from('data'), { sha256: wrong })).rejects.toMatchObject({ code: 'checksum-mismatch' });
      await expect(area().put(key, Readable.from([Buffer.from('data')]), { sha256: wrong })).rejects.toMatchObject({
        code: 'checksum-mismatch',
      });
      expect(await area().stat(key)).toBeNull();
      await area().put(key, Buffer.from('data'), { sha256: sha256(Buffer.from('data')).toUpperCase() });
    });

    test('a source that breaks in the middle leaves what was there before', async () => {
      const key = newKey();
      await area().put(key, Buffer.from('before'));
      for (const bytes of [100, 33 * MiB]) {
        const source = Readable.from(
          (function* () {
            for (let sent = 0; sent < bytes; sent += MiB) yield Buffer.alloc(Math.min(MiB, bytes));
            throw new Error('the source broke');
          })(),
        );
        await expect(area().put(key, source)).rejects.toThrow('the source broke');
      }
      expect((await bytesOf(await area().get(key))).toString()).toBe('before');
    });

    test('putting a key again replaces the object', async () => {
      const key = newKey();
      await area().put(key, Buffer.from('first, longer'));
      await area().put(key, Buffer.from('second'));
      expect((await bytesOf(await area().get(key))).toString()).toBe('second');
    });

    test('a range comes without the rest, is cut at the end, and is refused behind it', async () => {
      const key = newKey();
      const data = randomBytes(1000);
      await area().put(key, data);
      expect((await bytesOf(await area().getRange(key, { offset: 10, length: 5 }))).equals(data.subarray(10, 15))).toBe(true);
      expect((await bytesOf(await area().getRange(key, { offset: 990, length: 500 }))).equals(data.subarray(990))).toBe(true);
      await expect(area().getRange(key, { offset: 1000, length: 1 })).rejects.toMatchObject({ code: 'range-not-satisfiable' });
    });

    test('download writes the file whole and says its size and sha256', async () => {
      const key = newKey();
      const data = randomBytes(100_000);
      await area().put(key, data);
      const path = join(scratch, 'model.onnx');
      expect(await area().download(key, path)).toEqual({ bytes: data.length, sha256: sha256(data) });
      expect(readFileSync(path).equals(data)).toBe(true);
      expect(readdirSync(scratch)).toEqual(['model.onnx']);
    });

    test('a missing object is null to stat and a platform fault to read; deleting it is no error', async () => {
      const key = newKey();
      expect(await area().stat(key)).toBeNull();
      for (const read of [
        area().get(key),
        area().getRange(key, { offset: 0, length: 1 }),
        area().sha256(key),
        area().download(key, join(scratch, 'x')),
      ])
        await expect(read).rejects.toMatchObject({ detail: { code: 'data-missing', whose: 'platform' } });
      await area().delete(key);
      await area().put(key, Buffer.from('x'));
      await area().delete(key);
      expect(await area().stat(key)).toBeNull();
    });

    test('a key may be the folder of others, and listing is by prefix in byte order', async () => {
      const results = subject().storage.area('results');
      const keys = ['a-b', 'a', 'a/b', 'a/b/c', 'a/a', 'a0', 'A', '123', 'b/x'];
      for (const key of keys) await results.put(`list/${key}`, Buffer.from(key));
      const listed = async (prefix: string): Promise<string[]> => (await keysOf(results, `list/${prefix}`)).map((key) => key.slice(5));
      expect(await listed('')).toEqual(['123', 'A', 'a', 'a-b', 'a/a', 'a/b', 'a/b/c', 'a0', 'b/x']);
      expect(await listed('a/')).toEqual(['a/a', 'a/b', 'a/b/c']);
      expect(await listed('a/b')).toEqual(['a/b', 'a/b/c']);
      expect(await listed('nothing')).toEqual([]);
    });

    test('keys that could leave the area or differ between stores are refused', async () => {
      const bad = [
        '',
        '/a',
        'a/',
        'a//b',
        '..',
        'a/../b',
        './a',
        'a b',
        'a\\b',
        'a+',
        'ä',
        'a\0b',
        'x'.repeat(201),
        'x/'.repeat(300) + 'x',
      ];
      for (const key of bad) {
        await expect(area().put(key, Buffer.from('x'))).rejects.toMatchObject({ code: 'key-invalid' });
        await expect(area().get(key)).rejects.toMatchObject({ code: 'key-invalid' });
        await expect(area().createUpload(key, { bytes: 1, partBytes: 1 })).rejects.toMatchObject({ code: 'key-invalid' });
        await expect(area().signGet(key, { expiresSeconds: 60, filename: 'x' })).rejects.toMatchObject({ code: 'key-invalid' });
      }
    });
  });
}
