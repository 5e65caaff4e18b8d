import { CreatedRunnerToken, EvaluationView } from '@unblind/contracts';
import type { Capabilities, QueueView } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { TestRunner, inspected, platformToken, prepareToyData } from '../../test/runners';

const gpu = { name: 'NVIDIA L4', mig: null, driver: '550', memoryBytes: 2 ** 34, runsModels: true };
const phase = { split: 'public', opens: '2024-01-01T00:00:00Z', total: 9, board: 'open' };

let api: TestApi;
let administrator: Person;
beforeEach(async () => {
  api = await startTestApi({ RUNNER_TOKEN: platformToken }, (toy) => {
    toy.phases.push({ ...phase, id: 'open' }, Object.assign({ ...phase, id: 'on-gpu' }, { gpu: 'required' }));
    Object.assign(toy, { runners: ['my-site'] });
  });
  administrator = await newPerson(api);
  await api.database.user.update({ where: { id: administrator.me.id }, data: { role: 'administrator' } });
});
afterEach(() => api.stop());

interface Waiting {
  id: string;
  owner: Person;
}

/** An evaluation of somebody new. */
async function submitted(to = 'open'): Promise<Waiting> {
  const owner = await newPerson(api);
  return { owner, id: (await submitNew(api, owner, { phase: to })).evaluation.id };
}
/** One that is inspected. */
async function queued(to?: string): Promise<Waiting> {
  const waiting = await submitted(to);
  await api.database.evaluation.update({ where: { id: waiting.id }, data: { state: 'queued', binding: asJson(inspected.binding) } });
  return waiting;
}

/** A runner that is there and takes nothing now. */
async function connect(name: string, can: Partial<Capabilities> = {}, token = platformToken): Promise<TestRunner> {
  const runner = new TestRunner(api, token, name, { steps: ['time'], loops: [['inspect'], ['run', 'rerun'], ['time']], ...can });
  expect((await runner.ask()).status).toBe(204);
  // However slow the test is, it stays connected.
  await api.database.runner.updateMany({ data: { seenAt: new Date(Date.now() + 3600_000) } });
  return runner;
}
async function tokenFor(name: string): Promise<string> {
  return CreatedRunnerToken.parse((await administrator.agent.post(`${root}/runner-tokens`).send({ name })).body).secret;
}

const viewOf = async ({ id, owner }: Waiting) => EvaluationView.parse((await owner.agent.get(`${root}/evaluations/${id}`)).body);

/** What is shown in the end: queues are read about once a second. */
async function shows(waiting: Waiting, expected: Partial<QueueView>): Promise<void> {
  for (const until = Date.now() + 20_000; ; await new Promise((done) => setTimeout(done, 100))) {
    const { queue } = await viewOf(waiting);
    if (Date.now() < until && !Object.entries(expected).every(([name, value]) => same(queue?.[name as keyof QueueView], value))) continue;
    expect(queue).toMatchObject(expected);
    return;
  }
}
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Steps of one kind that were done, each of which took so long. */
async function wereDone(slug: string, step: string, seconds: readonly number[]): Promise<void> {
  const { evaluation } = await submitNew(api, await newPerson(api), { phase: slug });
  await api.database.evaluation.update({ where: { id: evaluation.id }, data: { state: 'cancelled' } });
  const { id: tokenId } = await api.database.runnerToken.findFirstOrThrow({ where: { remote: false } });
  const now = Date.now();
  await api.database.runnerLease.createMany({
    data: seconds.map((each, fence) => ({
      evaluationId: evaluation.id,
      step,
      fence,
      tokenId,
      runner: 'earlier',
      end: 'done' as const,
      startedAt: new Date(now - 3600_000),
      endedAt: new Date(now - 3600_000 + each * 1000),
    })),
  });
}

test('a step that nobody can take says what is missing, and how many can take it once they are connected', async () => {
  const waiting = await submitted();
  const anyone = { remote: 'any', labels: [], sandbox: 'onnx', gpu: false, alone: false };
  await shows(waiting, {
    step: 'inspect',
    runners: 0,
    ahead: 0,
    seconds: null,
    waitsFor: 'Waiting until the data of the challenge are prepared.',
  });
  await prepareToyData(api);
  await shows(waiting, { waitsFor: 'No runner is connected.', runners: 0 });
  await connect('own', { sandboxes: { onnx: null, container: 'crun' } });
  await shows(waiting, { waitsFor: 'Waiting for a runner with a sandbox for models.', runners: 0 });
  await connect('own');
  await connect('node', {}, await tokenFor('site'));
  await shows(waiting, { waitsFor: null, runners: 2, ahead: 0, seconds: { low: 0, high: 0 } });
  expect((await viewOf(waiting)).queue?.needs).toEqual(anyone);
});

test('labels, GPU and policy decide whose queue it is', async () => {
  await prepareToyData(api);
  const [anywhere, onGpu] = [await queued('open'), await queued('on-gpu')];
  await connect('own', { gpu });
  await shows(anywhere, { step: 'run', runners: 0, waitsFor: 'Waiting for a runner of this challenge (my-site).' });
  await connect('node', { labels: ['my-site'] }, await tokenFor('site'));
  await shows(anywhere, { runners: 1, waitsFor: null });
  await shows(onGpu, { runners: 0 });
  const { queue } = await viewOf(onGpu);
  expect(queue?.waitsFor).toContain('Waiting for a runner with a GPU');
  expect(queue?.needs).toEqual({ remote: 'any', labels: ['my-site'], sandbox: 'onnx', gpu: true, alone: false });
  await connect('labelled', { gpu, labels: ['my-site'] });
  await shows(onGpu, { runners: 1, waitsFor: null });
  await shows(anywhere, { runners: 2 });
});

test('only steps that the same runners could take are ahead, and those of blinded phases are not told of', async () => {
  await prepareToyData(api);
  for (const to of ['on-gpu', 'on-gpu', 'final', 'open']) await queued(to);
  const [last, lastOnGpu] = [await queued('open'), await queued('on-gpu')];
  await connect('own', { labels: ['my-site'] });
  await shows(last, { runners: 1, ahead: 1 });
  // Nobody can take these: the steps that need the same.
  await shows(lastOnGpu, { runners: 0, ahead: 2 });
  await connect('with-gpu', { gpu, labels: ['my-site'] });
  await shows(last, { runners: 2, ahead: 3 });
  await shows(lastOnGpu, { runners: 1, ahead: 4 });
  const hidden = await queued('final');
  expect(await viewOf(hidden)).toMatchObject({ queue: null, secondsLeft: null });
});

test('whoever has one under way waits for it first', async () => {
  await prepareToyData(api);
  await connect('own');
  const owner = await newPerson(api);
  await submitNew(api, owner, { phase: 'open' });
  const second = { owner, id: (await submitNew(api, owner, { phase: 'open' })).evaluation.id };
  await shows(second, {
    runners: 1,
    waitsFor: 'Waiting until an earlier submission of the same entrant has ended this step.',
    seconds: null,
  });
});

test('the time is estimated from recent steps of the same kind and the places that are free, or not at all', async () => {
  await prepareToyData(api);
  const labels = ['my-site'];
  await connect('own', { labels });
  const [first, second] = [await queued(), await queued()];
  await shows(first, { ahead: 0, seconds: { low: 0, high: 0 } });
  await shows(second, { ahead: 1, seconds: null });
  // Neither of another kind of step, nor of a blinded phase.
  await wereDone('open', 'inspect', [7]);
  await wereDone('final', 'run', [7]);
  await shows(second, { seconds: null });
  await wereDone('open', 'run', [100, 100, 100, 100, 100, 100, 100, 100, 100, 200]);
  await shows(second, { seconds: { low: 100, high: 110 } });
  await connect('another', { labels });
  await shows(second, { ahead: 1, seconds: { low: 0, high: 0 } });

  const another = new TestRunner(api, platformToken, 'another', { labels, steps: ['run'], loops: [['run']] });
  expect((await another.lease()).lease.evaluationId).toBe(first.id);
  await api.database.runner.updateMany({ data: { seenAt: new Date(Date.now() + 3600_000) } });
  await shows(second, { ahead: 0, runners: 2, seconds: { low: 0, high: 0 } });
  const left = (await viewOf(first)).secondsLeft;
  expect(left?.high).toBeLessThanOrEqual(110);
  expect(left?.high).toBeGreaterThan(60);
  await api.database.runner.delete({ where: { name: 'own' } });
  for (let high = 0; high <= 60; high = (await viewOf(second)).queue?.seconds?.high ?? 0)
    await new Promise((done) => setTimeout(done, 100));
});
