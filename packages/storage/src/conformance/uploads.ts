import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { minimumPartBytes } from '../uploads';
import { MiB, cutPut, keysOf, newKey, put, sha256 } from './helpers';
import type { Subject } from './helpers';
import type { StorageArea } from '../port';

/** Uploads in parts, by signed URLs, cut and resumed. */
export function describeUploads(subject: Subject): void {
  const area = (): StorageArea => subject().storage.area('submissions');

  describe('resumable uploads', () => {
    const size = { bytes: minimumPartBytes + 1000, partBytes: minimumPartBytes };
    const data = randomBytes(size.bytes);
    const [first, second] = [data.subarray(0, minimumPartBytes), data.subarray(minimumPartBytes)];
    const sign = (key: string, id: string, partNumber: number): Promise<string> =>
      area().signPart(key, id, partNumber, { expiresSeconds: 60 });

    test('parts that are PUT to their URLs, in any order, become the object', async () => {
      const key = newKey();
      const id = await area().createUpload(key, size);
      for (const [partNumber, part] of [[2, second] as const, [1, first] as const]) {
        const answer = await put(await sign(key, id, partNumber), part);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('etag')).toMatch(/^".+"$/);
      }
      expect(await area().stat(key)).toBeNull();
      expect(await area().listParts(key, id)).toEqual([
        { partNumber: 1, bytes: first.length },
        { partNumber: 2, bytes: second.length },
      ]);
      expect(await area().completeUpload(key, id)).toMatchObject({ key, bytes: size.bytes });
      expect(await area().sha256(key)).toBe(sha256(data));
    });

    test('a PUT that is cut in the middle leaves nothing, and sending the part again completes the upload', async () => {
      const key = newKey();
      const id = await area().createUpload(key, size);
      await put(await sign(key, id, 2), second);
      await cutPut(await sign(key, id, 1), first, 2 * MiB);
      expect(await area().listParts(key, id)).toEqual([{ partNumber: 2, bytes: second.length }]);
      await expect(area().completeUpload(key, id)).rejects.toMatchObject({ code: 'upload-incomplete', parts: [1] });
      await put(await sign(key, id, 1), first);
      await area().completeUpload(key, id);
      expect(await area().sha256(key)).toBe(sha256(data));
    });

    test('sending a part again replaces it, and completing again answers the same', async () => {
      const key = newKey();
      const id = await area().createUpload(key, { bytes: 1000, partBytes: 1000 });
      await put(await sign(key, id, 1), Buffer.alloc(1000, 1));
      await put(await sign(key, id, 1), second);
      const completed = await area().completeUpload(key, id);
      expect(await area().sha256(key)).toBe(sha256(second));
      expect(await area().completeUpload(key, id)).toMatchObject({ key: completed.key, bytes: completed.bytes });
    });

    test('a part of the wrong size never makes it into an object', async () => {
      const key = newKey();
      const id = await area().createUpload(key, { bytes: 1000, partBytes: 1000 });
      for (const bytes of [999, 1001]) {
        await put(await sign(key, id, 1), Buffer.alloc(bytes));
        await expect(area().completeUpload(key, id)).rejects.toMatchObject({ code: 'upload-incomplete', parts: [1] });
      }
      expect(await area().stat(key)).toBeNull();
    });

    test('a part URL serves its own part and method only', async () => {
      const key = newKey();
      const id = await area().createUpload(key, size);
      const url = await sign(key, id, 2);
      expect((await put(url.replace('partNumber=2', 'partNumber=1'), second)).status).toBe(403);
      expect((await fetch(url)).status).toBe(403);
      await expect(sign(key, id, 3)).rejects.toMatchObject({ code: 'upload-invalid' });
      await expect(sign(key, 'nonsense', 1)).rejects.toMatchObject({ code: 'upload-invalid' });
      await area().abortUpload(key, id);
    });

    test('an aborted upload takes no more parts and cannot be completed', async () => {
      const key = newKey();
      const id = await area().createUpload(key, size);
      const url = await sign(key, id, 2);
      await put(url, second);
      await area().abortUpload(key, id);
      await area().abortUpload(key, id);
      expect((await put(url, second)).status).toBe(404);
      await expect(area().listParts(key, id)).rejects.toMatchObject({ code: 'upload-not-found' });
      await expect(area().completeUpload(key, id)).rejects.toMatchObject({ code: 'upload-not-found' });
    });

    test('an upload id works for its own key only', async () => {
      const id = await area().createUpload(newKey(), size);
      await expect(area().listParts(newKey(), id)).rejects.toMatchObject({ code: 'upload-not-found' });
    });

    test('sizes that S3 would refuse are refused before a byte is sent', async () => {
      const impossible = [
        { bytes: 0, partBytes: 1000 },
        { bytes: 2000, partBytes: 1000 },
        { bytes: 1.5, partBytes: minimumPartBytes },
        { bytes: minimumPartBytes * 10_001, partBytes: minimumPartBytes },
      ];
      for (const wrong of impossible) await expect(area().createUpload(newKey(), wrong)).rejects.toMatchObject({ code: 'upload-invalid' });
    });

    test('uploads that nobody completes expire; younger ones and finished objects stay', async () => {
      const hidden = subject().storage.area('hidden');
      const key = newKey();
      await hidden.put(newKey(), Buffer.from('finished'));
      const before = (await keysOf(hidden, '')).length;
      const id = await hidden.createUpload(key, size);
      await put(await hidden.signPart(key, id, 2, { expiresSeconds: 60 }), second);
      await sleep(1100);
      expect(await hidden.expireUploads(3600)).toBe(0);
      expect(await hidden.listParts(key, id)).toHaveLength(1);
      expect(await hidden.expireUploads(1)).toBe(1);
      await expect(hidden.listParts(key, id)).rejects.toMatchObject({ code: 'upload-not-found' });
      expect(await keysOf(hidden, '')).toHaveLength(before);
    });
  });
}
