import { CreatedRunnerToken } from '@unblind/contracts';
import type { Assignment } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import { encodeNpy } from '@unblind/npy';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { TestRunner, platformToken, prepareToyData } from '../../test/runners';
import { PredictionUploadsService } from './prediction-uploads.service';

const hour = 3600_000;

let api: TestApi;
let administrator: Person;
let platform: TestRunner;
beforeAll(async () => {
  api = await startTestApi({ RUNNER_TOKEN: platformToken, RERUN_SHARE: '1' });
  await prepareToyData(api);
  platform = new TestRunner(api, platformToken, 'own');
  administrator = await newPerson(api);
  await api.database.user.update({ where: { id: administrator.me.id }, data: { role: 'administrator' } });
});
afterAll(() => api.stop());

test('a runner leaves the list when it was not seen for a day', async () => {
  const seen = (name: string, hoursAgo: number) => ({ name, description: asJson({}), seenAt: new Date(Date.now() - hoursAgo * hour) });
  await api.database.runner.createMany({ data: [seen('long-gone', 25), seen('gone', 23)] });
  const names = async () => (await api.database.runner.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name);
  while ((await names()).includes('long-gone')) await new Promise((done) => setTimeout(done, 100));
  expect(await names()).toEqual(['gone']);
});

test('of repeated runs the predictions are removed, unless the two disagree', async () => {
  const site = CreatedRunnerToken.parse((await administrator.agent.post(`${root}/runner-tokens`).send({ name: 'site' })).body);
  const remote = new TestRunner(api, site.secret, 'node');
  const scores = (value: number): Buffer => encodeNpy('float32', [10], new Float32Array(10).fill(value));
  const complete = async (runner: TestRunner, assignment: Assignment, value: number): Promise<void> => {
    const { outcome } = await runner.outcomeOf(assignment, scores(value));
    expect((await runner.post(assignment, 'complete', { step: assignment.lease.step, outcome })).status).toBe(204);
  };
  /** How many tensors are left of the run and of its repetition, a while after both. */
  const leftOf = async (first: number, second: number) => {
    await submitNew(api, await newPerson(api));
    await platform.inspect(await platform.lease());
    const run = await remote.lease();
    await complete(remote, run, first);
    const rerun = await platform.lease();
    await complete(platform, rerun, second);
    await api.app.get(PredictionUploadsService).removeLeft(new Date(Date.now() + 2 * hour));
    const { evaluationId } = run.lease;
    const kept = await api.database.predictionUpload.findMany({ where: { evaluationId } });
    for (const { key } of kept) expect(await api.storage.area('results').stat(key)).not.toBeNull();
    return [run, rerun].map(({ lease }) => kept.filter(({ fence }) => fence === lease.fence).length);
  };
  expect(await leftOf(0.5, 0.5)).toEqual([2, 0]);
  expect(await leftOf(0.5, 0.9)).toEqual([2, 2]);
});
