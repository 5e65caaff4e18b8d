import { describeWhere } from '@unblind/testing';
import { cephMissing, startCeph } from '../../../../infra/embedded/src/test-servers';
import type { RunningCeph } from '../../../../infra/embedded/src/test-servers';
import { restrictAreas, storageConfigFromEnv } from '../config';
import { describeStorage } from '../conformance';
import { openStorage } from '../open';

const missing = cephMissing();

describeWhere(!missing, String(missing), 'S3 on Ceph', () => {
  let ceph: RunningCeph;
  beforeAll(async () => {
    ceph = await startCeph();
  });
  afterAll(() => ceph.stop());

  const configOf = (bucketPrefix: string, more: Record<string, string> = {}): ReturnType<typeof storageConfigFromEnv> =>
    storageConfigFromEnv({
      S3_ENDPOINT: ceph.endpoint,
      S3_BUCKET_PREFIX: bucketPrefix,
      S3_ACCESS_KEY: ceph.accessKey,
      S3_SECRET_KEY: ceph.secretKey,
      ...more,
    });

  describeStorage('S3 (Ceph RGW)', async () => {
    const config = configOf('suite');
    const storage = openStorage(config);
    await storage.prepare();
    return { storage, restrictedTo: (areas) => openStorage(restrictAreas(config, areas)), close: async () => undefined };
  });

  test('truth with keys of its own is closed to the general keys', async () => {
    const keeper = await ceph.addUser('keeper');
    const keys = { S3_TRUTH_ACCESS_KEY: keeper.accessKey, S3_TRUTH_SECRET_KEY: keeper.secretKey };
    const trusted = openStorage(configOf('split', keys));
    await trusted.prepare();
    await trusted.area('truth').put('labels.npy', Buffer.from('secret'));
    await trusted.area('hidden').put('inputs.npy', Buffer.from('inputs'));
    expect(await trusted.area('truth').stat('labels.npy')).toMatchObject({ bytes: 6 });

    const general = openStorage(configOf('split'));
    expect(await general.area('hidden').stat('inputs.npy')).toMatchObject({ bytes: 6 });
    await expect(general.area('truth').get('labels.npy')).rejects.toMatchObject({ detail: { code: 'storage-unavailable' } });
  });

  test('an area without any keys is not granted', () => {
    const config = storageConfigFromEnv({ S3_ENDPOINT: ceph.endpoint, S3_PUBLIC_ACCESS_KEY: 'a', S3_PUBLIC_SECRET_KEY: 'b' });
    expect(Object.keys(config.areas)).toEqual(['public']);
    expect(() => openStorage(config).area('truth')).toThrow(expect.objectContaining({ code: 'area-not-granted' }));
  });

  test('URLs are signed for the endpoint that browsers reach', async () => {
    const storage = openStorage(configOf('suite', { S3_PUBLIC_ENDPOINT: 'https://objects.example.org' }));
    const url = new URL(await storage.area('public').signGet('a/file.csv', { expiresSeconds: 60, filename: 'file.csv' }));
    expect([url.origin, url.pathname]).toEqual(['https://objects.example.org', '/suite-public/a/file.csv']);
  });

  test('a store that does not answer is a platform fault that says so', async () => {
    const storage = openStorage(configOf('suite', { S3_ENDPOINT: 'http://127.0.0.1:9' }));
    for (const request of [storage.check(), storage.area('public').stat('x'), storage.area('public').put('x', Buffer.from('x'))])
      await expect(request).rejects.toMatchObject({ detail: { code: 'storage-unavailable', whose: 'platform' } });
  });
});
