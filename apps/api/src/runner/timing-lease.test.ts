import { EvaluationView } from '@unblind/contracts';
import type { Assignment, TimeOutcome } from '@unblind/contracts';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { timeModels } from '../../test/challenge-folder';
import { newPerson, root, submitNew } from '../../test/people';
import { TestRunner, platformToken, prepareToyData, sha256 } from '../../test/runners';

const referenceModel = Buffer.from('Reference');

let api: TestApi;
let runner: TestRunner;
beforeAll(async () => {
  api = await startTestApi({ RUNNER_TOKEN: platformToken }, (toy) => {
    timeModels(toy);
    Object.assign(toy, { runners: ['site'] });
    toy.scoring.boards.push({ id: 'speed', by: 'throughput.ratio', order: 'desc' });
  });
  await prepareToyData(api);
  runner = new TestRunner(api, platformToken, 'own', { labels: ['site', 'fast'] });
});
afterAll(() => api.stop());
afterEach(async () => {
  await api.database.evaluation.updateMany({ data: { state: 'cancelled', heartbeatAt: null } });
  await api.database.timing.updateMany({ data: { state: 'done', heartbeatAt: null } });
});

const submit = async (): Promise<string> => (await submitNew(api, await newPerson(api))).evaluation.id;
const view = async (id: string) => EvaluationView.parse((await request(api.url).get(`${root}/evaluations/${id}`)).body);

/** A submission whose predictions were scored, so that it is to be timed. */
async function scored(): Promise<string> {
  const id = await submit();
  await runner.inspect(await runner.lease());
  const running = await runner.lease();
  expect((await runner.post(running, 'complete', await runner.outcomeOf(running, Buffer.from('the scores')))).status).toBe(204);
  await api.database.evaluation.update({ where: { id }, data: { state: 'scored', finishedAt: new Date() } });
  await api.database.metric.create({ data: { evaluationId: id, name: 'auc', part: 'ranking', value: 0.9, method: 'none' } });
  await api.database.timing.create({ data: { evaluationId: id } });
  return id;
}

const blocks = [{ reference: [2, 2, 2], submission: [1, 1], wall: [1, 1] }];
const scenario = { blocks, batch: 16, referenceBatch: 16, batches: [{ batch: 16, samplesPerSecond: 1 }] };
const outcome: TimeOutcome = {
  timing: {
    scenarios: {
      'single-stream': { ...scenario, latencies: Array.from({ length: 100 }, () => 1) },
      offline: { ...scenario, latencies: [] },
    },
    loadSeconds: 0.1,
    firstSeconds: 0.2,
    memoryBytes: 1000,
  },
  hardware: {
    class: 'what the runner says',
    cpu: 'a CPU',
    coresUsed: 1,
    cores: 2,
    memoryBytes: 2 ** 33,
    gpu: null,
    onnxruntime: '1.30.0',
    executionProvider: 'cpu',
    precision: 'as the graph says',
    sandbox: 'bubblewrap',
    node: 'v20',
  },
  referenceSha256: sha256(referenceModel),
};
const complete = (timing: Assignment) => runner.post(timing, 'complete', { step: 'time', outcome });

test('a timing gets the reference and the scores to compare with, and its numbers stand beside those of quality', async () => {
  const id = await scored();
  const timing = await runner.lease();
  expect(timing).toMatchObject({ lease: { evaluationId: id, step: 'time' }, reference: { sha256: outcome.referenceSha256 } });
  expect(timing.inputs.map(({ split, variation }) => [split, variation])).toEqual([['public', null]]);
  expect((await runner.get(timing.reference?.href ?? '')).body).toEqual(referenceModel);
  expect(String(await runner.fetch(timing.scores?.href ?? ''))).toBe('the scores');
  for (const repeated of [1, 2]) expect([repeated, (await complete(timing)).status]).toEqual([repeated, 204]);

  const { timing: done, metrics } = await view(id);
  expect(done).toMatchObject({
    state: 'done',
    hardware: { class: 'a CPU, 1 core, ONNX Runtime 1.30.0' },
    reference: { name: 'Reference' },
  });
  expect(metrics.find(({ name }) => name === 'throughput.ratio')).toMatchObject({ value: 2, part: 'whole' });
  const entries = await api.database.boardEntry.findMany({ where: { evaluationId: id } });
  expect(entries).toEqual([expect.objectContaining({ board: 'speed', value: 2 })]);
});

test('a timing waits until all submissions are scored, and one that lost its lease writes nothing', async () => {
  const id = await scored();
  const other = await submit();
  await runner.lease();
  expect((await runner.ask()).status).toBe(204);
  expect((await view(id)).timing).toMatchObject({ state: 'waiting', waitingFor: 'Waiting until all submissions are scored.' });
  await api.database.evaluation.update({ where: { id: other }, data: { state: 'cancelled', heartbeatAt: null } });

  const timing = await runner.lease();
  await api.database
    .$executeRaw`UPDATE timings SET heartbeat_at = clock_timestamp() - interval '1 minute' WHERE evaluation_id = ${id}::uuid`;
  expect((await complete(timing)).body).toMatchObject({ status: 409, code: 'lease-lost' });
  expect(await api.database.metric.count({ where: { evaluationId: id, name: 'throughput.ratio' } })).toBe(0);
});

test('a machine that cannot be had alone gives the timing back, and the page says what it waits for', async () => {
  const id = await scored();
  const timing = await runner.lease();
  const waitsFor = 'Waiting until another timing on this machine has ended.';
  expect((await runner.post(timing, 'release', { waitsFor })).status).toBe(204);
  expect((await view(id)).timing).toMatchObject({ state: 'waiting', waitingFor: waitsFor });
});

test('only runners with all labels of the challenge run and time its submissions; any runner inspects', async () => {
  const id = await submit();
  const other = new TestRunner(api, platformToken, 'other', { labels: ['fast'] });
  await other.inspect(await other.lease());
  expect((await other.ask()).status).toBe(204);
  const { waitingFor } = await api.database.evaluation.findUniqueOrThrow({ where: { id } });
  expect(waitingFor).toBe('Waiting for a runner of this challenge (site).');
  expect((await runner.lease()).lease).toMatchObject({ evaluationId: id, step: 'run' });
});

test('a machine that is shared with others times nothing, and the page says so', async () => {
  const id = await scored();
  const shared = new TestRunner(api, platformToken, 'shared', {
    labels: ['site'],
    shared: 'This runner has 2 of the 8 cores of its machine.',
  });
  expect((await shared.ask()).status).toBe(204);
  expect((await view(id)).timing?.waitingFor).toBe(
    'Waiting for a machine that a timing has to itself. This runner has 2 of the 8 cores of its machine.',
  );
  expect((await runner.lease()).lease).toMatchObject({ evaluationId: id, step: 'time' });
});
