import { BoardView, CreatedRunnerToken, EvaluationView, ParticipantFault, RunnerToken } from '@unblind/contracts';
import type { Assignment } from '@unblind/contracts';
import { encodeNpy } from '@unblind/npy';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { TestRunner, platformToken, prepareToyData } from '../../test/runners';

let api: TestApi;
let platform: TestRunner;
let [administrator, organiser]: Person[] = [];
beforeAll(async () => {
  api = await startTestApi({ RUNNER_TOKEN: platformToken, RERUN_SHARE: '1' });
  await prepareToyData(api);
  platform = new TestRunner(api, platformToken, 'own');
  [administrator, organiser] = [await newPerson(api), await newOrganiser(api)];
  await api.database.user.update({ where: { id: administrator.me.id }, data: { role: 'administrator' } });
});
afterAll(() => api.stop());
afterEach(async () => {
  await api.database.evaluation.updateMany({ data: { state: 'cancelled', heartbeatAt: null } });
  await api.database.rerun.updateMany({ where: { state: 'waiting' }, data: { state: 'failed' } });
});

async function site(name: string): Promise<TestRunner> {
  const answer = await administrator?.agent.post(`${root}/runner-tokens`).send({ name });
  return new TestRunner(api, CreatedRunnerToken.parse(answer?.body).secret, 'node', { cpu: 'a CPU of the site' });
}

const npy = (shift: number): Buffer => encodeNpy('float32', [10], new Float32Array(10).fill(0.5 + shift));
const fault = new ParticipantFault('model-run-failed', { message: 'It crashed.', fix: 'Mend it.' }).detail;

async function complete(runner: TestRunner, assignment: Assignment, bytes: Buffer, deterministic = true): Promise<void> {
  const { outcome } = await runner.outcomeOf(assignment, bytes);
  const answer = await runner.post(assignment, 'complete', { step: assignment.lease.step, outcome: { ...outcome, deterministic } });
  expect([answer.status, answer.body]).toEqual([204, {}]);
}

/** A submission as its run is assigned to this runner. */
async function leaseRun(runner: TestRunner): Promise<Assignment> {
  await submitNew(api, await newPerson(api));
  await platform.inspect(await platform.lease());
  return runner.lease();
}
const rerunOf = (evaluationId: string) => api.database.rerun.findUnique({ where: { evaluationId } });
const view = async (id: string, { agent }: Person) => EvaluationView.parse((await agent.get(`${root}/evaluations/${id}`)).body);
const tokenOf = async (name: string) =>
  RunnerToken.array()
    .parse((await administrator?.agent.get(`${root}/runner-tokens`))?.body)
    .find((token) => token.name === name);

test("a remote runner's run is repeated by the platform, which never repeats its own", async () => {
  const remote = await site('site-a');
  const first = await leaseRun(remote);
  const id = first.lease.evaluationId;
  await complete(remote, first, npy(0));
  expect(await rerunOf(id)).toMatchObject({ state: 'waiting', checkedRunner: 'site-a/node' });
  expect((await remote.ask()).status).toBe(204);
  const again = await platform.lease();
  expect(again.lease).toMatchObject({ evaluationId: id, step: 'rerun' });
  const withoutLease = ({ lease: _lease, files: _files, inputs, ...rest }: Assignment) => ({ ...rest, inputs: inputs.length });
  expect(withoutLease(again)).toEqual(withoutLease(first));
  await complete(platform, again, npy(0));
  expect(await rerunOf(id)).toMatchObject({ state: 'agreed', runner: 'own', finding: { compared: 0, message: 'Equal to the last bit.' } });
  expect(await api.database.evaluation.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'scoring',
    predictionsFence: first.lease.fence,
    provenance: { runner: 'site-a/node', machine: { cpu: 'a CPU of the site', version: '0.1.0' } },
  });
  const own = await leaseRun(platform);
  await complete(platform, own, npy(0));
  expect(await rerunOf(own.lease.evaluationId)).toBeNull();
});

test('a disagreement flags the token and the entry for organisers, and removes nothing', async () => {
  const remote = await site('site-b');
  const first = await leaseRun(remote);
  const evaluationId = first.lease.evaluationId;
  await complete(remote, first, npy(0.3));
  await complete(platform, await platform.lease(), npy(0));
  const { phaseId } = await api.database.evaluation.update({
    where: { id: evaluationId },
    data: { state: 'scored', finishedAt: new Date() },
  });
  await api.database.boardEntry.create({ data: { phaseId, board: 'accuracy', evaluationId, value: 0.9 } });

  const reader = organiser ?? (await newOrganiser(api));
  expect((await view(evaluationId, reader)).rerun).toMatchObject({
    state: 'disagreed',
    checkedRunner: 'site-b/node',
    runner: 'own',
    finding: { compared: 20, differing: 20, largest: expect.closeTo(0.3, 5) },
  });
  const path = `${root}/challenges/toy-tagging/boards/accuracy?phase=development`;
  const [told, untold] = [await reader.agent.get(path), await request(api.url).get(path)];
  expect(BoardView.parse(told.body).rows).toEqual([expect.objectContaining({ evaluationId, rank: 1, contested: true })]);
  expect(told.headers['cache-control']).toBe('private, no-store');
  expect(BoardView.parse(untold.body).rows).toEqual([expect.objectContaining({ evaluationId, rank: 1, contested: false })]);
  expect((await view(evaluationId, await newPerson(api))).rerun).toBeNull();
  expect(await tokenOf('site-b')).toMatchObject({ reruns: { agreed: 0, disagreed: 1 } });
});

test('a method that is not deterministic here cannot be compared, whatever the remote runner says of it', async () => {
  const remote = await site('site-c');
  for (const [deterministic, state] of [
    [false, 'incomparable'],
    [true, 'disagreed'],
  ] as const) {
    const first = await leaseRun(remote);
    await complete(remote, first, npy(0.3), false);
    await complete(platform, await platform.lease(), npy(0), deterministic);
    expect(await rerunOf(first.lease.evaluationId)).toMatchObject({ state });
  }
});

test('a rejection is checked too: it must be the same on both machines, unless it is a limit', async () => {
  const remote = await site('site-d');
  const verdict = async (first: 'runs' | typeof fault, second: 'runs' | typeof fault) => {
    const assignment = await leaseRun(remote);
    const end = async (runner: TestRunner, of: Assignment, how: typeof first): Promise<void> => {
      if (how === 'runs') return complete(runner, of, npy(0));
      expect((await runner.post(of, 'fail', { fault: how })).status).toBe(204);
    };
    await end(remote, assignment, first);
    const { state } = await api.database.evaluation.findUniqueOrThrow({ where: { id: assignment.lease.evaluationId } });
    await end(platform, await platform.lease(), second);
    const after = await api.database.evaluation.findUniqueOrThrow({ where: { id: assignment.lease.evaluationId } });
    expect(after.state).toBe(state);
    return (await rerunOf(assignment.lease.evaluationId))?.state;
  };
  const tooSlow = { ...fault, code: 'limit-wall-time' as const };
  expect(await verdict(fault, fault)).toBe('agreed');
  expect(await verdict(fault, 'runs')).toBe('disagreed');
  expect(await verdict('runs', fault)).toBe('disagreed');
  expect(await verdict('runs', tooSlow)).toBe('incomparable');
});

test('a run that the platform has no runner for is not repeated, and says so', async () => {
  const { name } = platform.capabilities;
  const remote = await site('site-e');
  const state = async (): Promise<unknown> => {
    const assignment = await leaseRun(remote);
    const described = await api.database.runner.findUniqueOrThrow({ where: { name } });
    const without = { ...(described.description as object), provider: null };
    if (lacks) await api.database.runner.update({ where: { name }, data: { description: without } });
    await complete(remote, assignment, npy(0));
    return rerunOf(assignment.lease.evaluationId);
  };
  let lacks = true;
  expect(await state()).toMatchObject({
    state: 'unrepeated',
    finishedAt: expect.any(Date),
    finding: { message: 'No runner of the platform that could repeat it was seen within a day.' },
  });
  lacks = false;
  expect(await state()).toMatchObject({ state: 'waiting' });
  expect((await platform.lease()).lease.step).toBe('rerun');
});

test('a run that waits to be repeated for a week waits no longer', async () => {
  const remote = await site('site-f');
  const assignment = await leaseRun(remote);
  await complete(remote, assignment, npy(0));
  const { evaluationId } = assignment.lease;
  const days = (count: number) => new Date(Date.now() - count * 24 * 3600_000);
  await api.database.rerun.update({ where: { evaluationId }, data: { createdAt: days(8) } });
  while ((await rerunOf(evaluationId))?.state === 'waiting') await new Promise((done) => setTimeout(done, 100));
  expect(await rerunOf(evaluationId)).toMatchObject({ state: 'unrepeated', finding: { message: expect.stringContaining('in 7 days') } });
});

test('which runs are repeated is drawn when they are over, by the share that the administrator sets', async () => {
  const none = await startTestApi({ RUNNER_TOKEN: platformToken, RERUN_SHARE: '0' });
  try {
    await prepareToyData(none);
    const token = await none.database.runnerToken.findFirstOrThrow();
    await none.database.runnerToken.update({ where: { id: token.id }, data: { remote: true } });
    const remote = new TestRunner(none, platformToken, 'node');
    await submitNew(none, await newPerson(none));
    await remote.inspect(await remote.lease());
    const assignment = await remote.lease();
    expect((await remote.post(assignment, 'complete', await remote.outcomeOf(assignment))).status).toBe(204);
    expect(await none.database.rerun.count()).toBe(0);
  } finally {
    await none.stop();
  }
  await expect(startTestApi({ RERUN_SHARE: '1.5' })).rejects.toThrow('RERUN_SHARE');
});
