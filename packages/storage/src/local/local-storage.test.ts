import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restrictAreas, storageConfigFromEnv } from '../config';
import { describeStorage } from '../conformance';
import { openStorage } from '../open';
import type { Storage } from '../port';

async function localStore(reserve = '0B'): Promise<{
  storage: Storage;
  directory: string;
  config: ReturnType<typeof storageConfigFromEnv>;
  close(): Promise<void>;
}> {
  const directory = mkdtempSync(join(tmpdir(), 'unblind-local-'));
  const server = createServer((incoming, response) => void storage.handleSignedRequest?.(incoming, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const config = storageConfigFromEnv({
    STORAGE_DIR: directory,
    STORAGE_RESERVE: reserve,
    STORAGE_SIGNING_KEY: 'a key for this test, long enough to be one',
    PUBLIC_URL: `http://127.0.0.1:${port}/api/v1/storage`,
  });
  const storage = openStorage(config);
  await storage.prepare();
  return {
    storage,
    directory,
    config,
    async close() {
      server.closeAllConnections();
      server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

describeStorage('local disk', async () => {
  const store = await localStore();
  return { ...store, restrictedTo: (areas) => openStorage(restrictAreas(store.config, areas)) };
});

describe('the local store', () => {
  let store: Awaited<ReturnType<typeof localStore>>;
  beforeAll(async () => {
    store = await localStore();
  });
  afterAll(() => store.close());

  const files = (area: string): string[] =>
    readdirSync(join(store.directory, area), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);

  test('refuses a part of the wrong size before it is stored, and says which size it wants', async () => {
    const area = store.storage.area('results');
    const id = await area.createUpload('a/model.onnx', { bytes: 1000, partBytes: 1000 });
    const url = await area.signPart('a/model.onnx', id, 1, { expiresSeconds: 60 });
    const long = await fetch(url, { method: 'PUT', body: new Uint8Array(1001) });
    expect([long.status, long.headers.get('content-type')]).toEqual([413, 'application/problem+json']);
    expect(await long.json()).toMatchObject({ code: 'part-size', detail: expect.stringContaining('1000 bytes'), fix: expect.any(String) });
    expect((await fetch(url, { method: 'PUT', body: new Uint8Array(999) })).status).toBe(400);
    expect(files('results')).toEqual(['key']);
  });

  test('refuses a body that does not announce its length', async () => {
    const area = store.storage.area('public');
    const id = await area.createUpload('model.onnx', { bytes: 1000, partBytes: 1000 });
    const url = await area.signPart('model.onnx', id, 1, { expiresSeconds: 60 });
    const status = await new Promise((resolve) => {
      const outgoing = request(url, { method: 'PUT', headers: { 'Transfer-Encoding': 'chunked' } }, (answer) => resolve(answer.statusCode));
      outgoing.on('error', () => undefined).end('x'.repeat(1000));
    });
    expect(status).toBe(411);
  });

  test('leaves no file behind when a part is cut off', async () => {
    const area = store.storage.area('hidden');
    const id = await area.createUpload('a/model.onnx', { bytes: 1_000_000, partBytes: 1_000_000 });
    const url = await area.signPart('a/model.onnx', id, 1, { expiresSeconds: 60 });
    const outgoing = request(url, { method: 'PUT', headers: { 'Content-Length': 1_000_000 } }).on('error', () => undefined);
    outgoing.write(Buffer.alloc(500_000));
    while (files('hidden').length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    outgoing.destroy();
    while (files('hidden').length > 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(files('hidden')).toEqual(['key']);
  });

  test('knows the free space of its disk, and takes no part that would use the space kept free', async () => {
    expect(await store.storage.freeBytes()).toBeGreaterThan(0);
    const full = await localStore('1000000GiB');
    const area = full.storage.area('submissions');
    const id = await area.createUpload('model.onnx', { bytes: 1000, partBytes: 1000 });
    const answer = await fetch(await area.signPart('model.onnx', id, 1, { expiresSeconds: 60 }), {
      method: 'PUT',
      body: new Uint8Array(1000),
    });
    expect([answer.status, await answer.json()]).toEqual([507, expect.objectContaining({ code: 'storage-full' })]);
    expect(await area.listParts('model.onnx', id)).toEqual([]);
    await full.close();
  });

  test('shows its files to its own user only', async () => {
    await store.storage.area('truth').put('labels.npy', Buffer.from('secret'));
    expect(statSync(join(store.directory, 'truth')).mode & 0o077).toBe(0);
    expect(statSync(join(store.directory, 'truth/objects/labels.npy')).mode & 0o077).toBe(0);
  });

  test('serves a link also when a framework has cut the mount path off', async () => {
    const area = store.storage.area('public');
    await area.put('x', Buffer.from('x'));
    const url = new URL(await area.signGet('x', { expiresSeconds: 60, filename: 'x' }));
    url.pathname = url.pathname.replace('/api/v1/storage', '');
    expect((await fetch(url)).status).toBe(200);
  });

  test('answers nonsense with a refusal, never with a file', async () => {
    const base = 'publicUrl' in store.config ? store.config.publicUrl : '';
    for (const path of [
      '',
      '/',
      '/truth/labels.npy',
      '/truth/labels.npy?signature=00&expires=99999999999',
      '/..%2f..%2fetc/passwd',
      '/public/%00',
    ])
      expect((await fetch(base + path)).status).toBe(403);
    expect((await fetch(`${base}/public/x`, { method: 'DELETE' })).status).toBe(403);
  });

  test('says which variable is missing when it has no signing key', async () => {
    const storage = openStorage(storageConfigFromEnv({ STORAGE_DIR: store.directory }));
    await expect(storage.area('public').signGet('x', { expiresSeconds: 1, filename: 'x' })).rejects.toMatchObject({
      code: 'signing-key-missing',
      fix: expect.stringContaining('STORAGE_SIGNING_KEY'),
    });
  });
});
