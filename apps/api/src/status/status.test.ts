import { asJson } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root, submitNew } from '../../test/people';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const get = (path: string) => request(api.url).get(`${root}${path}`);

test('the API is live and ready when database, object store and queue answer', async () => {
  expect((await get('/health/live')).body).toEqual({ status: 'ok', checks: {} });
  const ready = await get('/health/ready');
  expect([ready.status, ready.body]).toEqual([
    200,
    { status: 'ok', checks: { database: { ok: true }, storage: { ok: true }, queue: { ok: true } } },
  ]);
});

test('the status lists the runners, which of them are alive, and whether one works without a sandbox', async () => {
  const gpu = { name: 'NVIDIA L4', driver: '550.54', memoryBytes: 2 ** 34, runsModels: true };
  const description = asJson({ provider: 'bubblewrap', gpu, noGpu: null });
  const now = Date.now();
  await api.database.runner.createMany({
    data: [
      { name: 'alive', description, seenAt: new Date(now) },
      {
        name: 'gone',
        description: asJson({ provider: null }),
        refusal: 'bubblewrap is missing',
        unsafe: true,
        seenAt: new Date(now - 60_000),
      },
    ],
  });
  await submitNew(api, await newPerson(api));
  const status = await get('/status');
  expect(status.body).toMatchObject({
    unsafe: false,
    queued: 1,
    runners: [
      { name: 'alive', provider: 'bubblewrap', refusal: null, gpu, noGpu: null, unsafe: false, alive: true },
      { name: 'gone', provider: null, refusal: 'bubblewrap is missing', gpu: null, unsafe: true, alive: false },
    ],
  });
  await api.database.runner.update({ where: { name: 'gone' }, data: { seenAt: new Date() } });
  expect((await get('/status')).body).toMatchObject({ unsafe: true });
});
