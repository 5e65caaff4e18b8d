import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bytesOf, newKey, put } from './helpers';
import type { Subject } from './helpers';
import type { StorageArea } from '../port';

/** Who may read what, and by which URL. */
export function describeAccess(subject: Subject): void {
  const area = (): StorageArea => subject().storage.area('submissions');

  describe('areas', () => {
    test('a store without the credentials of truth reads what it is granted and refuses truth', async () => {
      const granted = subject().restrictedTo(['public', 'submissions']);
      const key = newKey();
      await area().put(key, Buffer.from('x'));
      expect(await granted.area('submissions').stat(key)).toMatchObject({ bytes: 1 });
      await granted.check();
      for (const name of ['truth', 'hidden', 'results'] as const)
        expect(() => granted.area(name)).toThrow(expect.objectContaining({ code: 'area-not-granted' }));
    });

    test('the same key in two areas is two objects', async () => {
      const key = newKey();
      await subject().storage.area('hidden').put(key, Buffer.from('hidden'));
      await subject().storage.area('truth').put(key, Buffer.from('truth'));
      expect((await bytesOf(await subject().storage.area('hidden').get(key))).toString()).toBe('hidden');
      expect(await subject().storage.area('public').stat(key)).toBeNull();
    });

    test('truth is never handed out by URL, and hidden inputs to runners alone', async () => {
      const sign = (name: 'hidden' | 'truth', by?: 'runner') =>
        subject().storage.area(name).signGet('k', { expiresSeconds: 60, filename: 'k', by });
      for (const refused of [sign('hidden'), sign('truth'), sign('truth', 'runner')])
        await expect(refused).rejects.toMatchObject({ code: 'read-url-refused' });
      const key = newKey();
      await subject().storage.area('hidden').put(key, Buffer.from('inputs'));
      const url = await subject().storage.area('hidden').signGet(key, { expiresSeconds: 60, filename: 'inputs.npy', by: 'runner' });
      expect(await (await fetch(url)).text()).toBe('inputs');
    });

    test('preparing again changes nothing', async () => {
      const key = newKey();
      await area().put(key, Buffer.from('x'));
      await subject().storage.prepare();
      await subject().storage.check();
      expect(await area().stat(key)).not.toBeNull();
    });
  });

  describe('download URLs', () => {
    test('a signed URL downloads the object as a file of the given name, whole or in ranges', async () => {
      const key = newKey();
      const data = randomBytes(5000);
      await area().put(key, data);
      const url = await area().signGet(key, { expiresSeconds: 60, filename: 'modèle "1".onnx' });
      const whole = await fetch(url);
      expect(whole.status).toBe(200);
      expect(Buffer.from(await whole.arrayBuffer()).equals(data)).toBe(true);
      expect(whole.headers.get('content-disposition')).toContain(
        'attachment; filename="mod_le__1_.onnx"; filename*=UTF-8\'\'mod%C3%A8le%20%221%22.onnx',
      );
      expect(whole.headers.get('content-type')).toBe('application/octet-stream');
      const part = await fetch(url, { headers: { Range: 'bytes=1000-1999' } });
      expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1000-1999/5000']);
      expect(Buffer.from(await part.arrayBuffer()).equals(data.subarray(1000, 2000))).toBe(true);
      expect((await fetch(url, { headers: { Range: 'bytes=5000-' } })).status).toBe(416);
    });

    test('a changed, expired or reused URL is refused', async () => {
      const [key, other] = [newKey(), newKey()];
      await area().put(key, Buffer.from('mine'));
      await area().put(other, Buffer.from('not mine'));
      const url = await area().signGet(key, { expiresSeconds: 60, filename: 'x' });
      expect((await fetch(url.replace(key, other))).status).toBe(403);
      expect((await put(url, Buffer.from('x'))).status).toBe(403);
      const brief = await area().signGet(key, { expiresSeconds: 1, filename: 'x' });
      await sleep(3000);
      expect((await fetch(brief)).status).toBe(403);
    });
  });
}
