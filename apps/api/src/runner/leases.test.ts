import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import type { Assignment } from '@unblind/contracts';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, putPart, root, submitNew } from '../../test/people';
import { TestRunner, inspected, platformToken, prepareToyData, sha256 } from '../../test/runners';

let api: TestApi;
let runner: TestRunner;
beforeAll(async () => {
  api = await startTestApi({ RUNNER_TOKEN: platformToken });
  await prepareToyData(api);
  runner = new TestRunner(api, platformToken, 'first');
});
afterAll(() => api.stop());
afterEach(async () => {
  // What a test leaves behind is nobody's work any more.
  await api.database.evaluation.updateMany({ data: { state: 'cancelled', heartbeatAt: null } });
});

const submit = async (phase = 'development'): Promise<string> => (await submitNew(api, await newPerson(api), { phase })).evaluation.id;
const evaluation = (id: string) => api.database.evaluation.findUniqueOrThrow({ where: { id } });

/** A submission that was inspected, as its run is assigned. */
async function leaseRun(phase?: string): Promise<Assignment> {
  await submit(phase);
  await runner.inspect(await runner.lease());
  return runner.lease();
}

/** As if no heartbeat had come for a minute. */
const letExpire = async (id: string): Promise<void> => {
  await api.database.$executeRaw`UPDATE evaluations SET heartbeat_at = clock_timestamp() - interval '1 minute' WHERE id = ${id}::uuid`;
};

async function waitingForLocks(): Promise<number> {
  return api.database.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.then(({ length }) => length);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a submission is inspected and run by two steps, whose files come by address and whose predictions wait to be scored', async () => {
  const id = await submit();
  const inspecting = await runner.lease();
  expect(inspecting).toMatchObject({ lease: { evaluationId: id, step: 'inspect' }, kind: 'onnx', split: 'public', reference: null });
  expect(inspecting.inputs.map(({ split, variation }) => [split, variation])).toEqual([['sample', null]]);
  expect(sha256(await runner.fetch(inspecting.files[0]?.href ?? ''))).toBe(inspecting.files[0]?.sha256);
  await runner.inspect(inspecting);
  expect((await evaluation(id)).state).toBe('queued');

  const running = await runner.lease();
  expect(running.lease).toMatchObject({ evaluationId: id, step: 'run' });
  expect(running.inputs.map(({ split, variation }) => [split, variation])).toEqual([
    ['public', null],
    ['public', 'up'],
    ['train', null],
  ]);
  expect(String(await runner.fetch(running.inputs[1]?.views.jet?.href ?? ''))).toBe('public-up/jet.npy');
  expect(String(await runner.fetch(running.inputs[0]?.views.jet?.href ?? '', { Range: 'bytes=7-9' }))).toBe('jet');
  expect((await runner.post(running, 'heartbeat', { progress: { done: 1, total: 2, unit: 'rows' } })).status).toBe(204);
  expect(await evaluation(id)).toMatchObject({ state: 'running', progressDone: 1, runner: 'first' });

  const outcome = await runner.outcomeOf(running);
  for (const repeated of [1, 2]) expect([repeated, (await runner.post(running, 'complete', outcome)).status]).toEqual([repeated, 204]);
  const { fence } = running.lease;
  expect(await evaluation(id)).toMatchObject({ state: 'scoring', predictionsFence: fence, provenance: { runner: 'first', runs: 2 } });
  const results = api.storage.area('results');
  expect(await results.stat(`evaluations/${id}/${fence}/1/up/scores.npy`)).toMatchObject({ bytes: 6 });
  expect(await results.stat(`evaluations/${id}/${fence}/runs.json`)).not.toBeNull();
});

test('an assignment names nobody, and neither truth nor where anything is stored', async () => {
  const person = await newPerson(api);
  await submitNew(api, person);
  const text = JSON.stringify(await runner.lease());
  for (const secret of [person.me.id, person.me.handle, 'labels', 'uploads/']) expect(text).not.toContain(secret);
});

test('of two runners that ask at the same time for one step, one gets it', async () => {
  await submit();
  const other = new TestRunner(api, platformToken, 'second');
  const answers = await Promise.all([runner.ask(), other.ask(), runner.ask(), other.ask()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 204, 204, 204]);
});

test('whoever waits for work gets it as soon as there is some', async () => {
  const asked = runner.lease(50);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const id = await submit();
  const submitted = performance.now();
  expect((await asked).lease.evaluationId).toBe(id);
  expect(performance.now() - submitted).toBeLessThan(1500); // without a notice: up to 2 s later
});

test('a step that is given to a runner which has gone meanwhile waits for another one at once', async () => {
  const id = await submit();
  const gone = new AbortController();
  await api.database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM evaluations WHERE id = ${id}::uuid FOR UPDATE`;
    const asked = fetch(`${api.url}${root}/runner/leases`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${platformToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(runner.capabilities),
      signal: gone.signal,
    }).catch(() => null);
    await until(async () => (await waitingForLocks()) > 0);
    gone.abort();
    await asked;
    // Until the API has noticed.
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  await until(async () => (await api.database.runnerLease.count({ where: { evaluationId: id, end: 'released' } })) > 0);
  expect(await evaluation(id)).toMatchObject({ state: 'received', attempts: 0, heartbeatAt: null });
});

test('a wrong fence, another token and another step can read and write nothing', async () => {
  const assignment = await leaseRun();
  const { evaluationId, fence } = assignment.lease;
  const token = 'unr_a-token-of-another-site-of-the-tests';
  await api.database.runnerToken.create({
    data: { name: 'elsewhere', prefix: 'unr', secretHash: sha256(Buffer.from(token)), trusted: true },
  });
  const stranger = new TestRunner(api, token);
  const inspect = { ...assignment, lease: { ...assignment.lease, step: 'inspect' as const } };
  const refused = [
    runner.post(assignment, 'heartbeat', { progress: null }, { fence: fence + 1 }),
    runner.post(assignment, 'release', { waitsFor: null }, { fence: fence - 1 }),
    stranger.post(assignment, 'heartbeat', { progress: null }),
    stranger.post(assignment, 'release', { waitsFor: null }),
    stranger.get(assignment.files[0]?.href ?? ''),
    runner.post(inspect, 'release', { waitsFor: null }),
  ];
  for (const answer of await Promise.all(refused)) expect(answer.body).toMatchObject({ status: 409, code: 'lease-lost' });
  expect(await evaluation(evaluationId)).toMatchObject({ state: 'running', fence });
});

test('only the files of the step are handed out, and truth never is', async () => {
  const assignment = await leaseRun();
  const view = assignment.inputs[0]?.views.jet?.href ?? '';
  for (const path of ['inputs/public/nominal/labels', 'inputs/private/nominal/jet', 'inputs/sample/nominal/jet', 'submitted/1', 'scores'])
    expect([path, (await runner.get(view.replace('inputs/public/nominal/jet', path))).status]).toEqual([path, 404]);
  expect((await runner.get(view)).status).toBe(307);
});

test('predictions are bounded by what was assigned, and all of them are needed', async () => {
  const assignment = await leaseRun();
  const announce = (more: object) =>
    runner.post(assignment, 'uploads', {
      seed: 1,
      variation: 'nominal',
      name: 'scores',
      bytes: 8,
      sha256: sha256(Buffer.from('x')),
      ...more,
    });
  for (const more of [{ bytes: 10_000 }, { seed: 2 }, { variation: 'sideways' }])
    expect((await announce(more)).body).toMatchObject({ status: 422, code: 'predictions-refused' });
  const outcome = await runner.outcomeOf(assignment);
  const without = { ...outcome, outcome: { ...outcome.outcome, runs: outcome.outcome.runs.slice(0, 1) } };
  const others = structuredClone(outcome);
  for (const run of others.outcome.runs) for (const tensor of run.tensors) tensor.sha256 = sha256(Buffer.from('others'));
  for (const wrong of [without, others])
    expect((await runner.post(assignment, 'complete', wrong)).body).toMatchObject({ status: 422, code: 'outcome-refused' });
  expect((await evaluation(assignment.lease.evaluationId)).state).toBe('running');
});

test('a runner that was silent for too long can write nothing, and its late upload changes nothing of its successor', async () => {
  const stale = await leaseRun();
  const id = stale.lease.evaluationId;
  const outcome = await runner.outcomeOf(stale, Buffer.from('stale'));
  const announced = { seed: 1, variation: 'nominal', name: 'others', bytes: 5, sha256: sha256(Buffer.from('stale')) };
  const late = await runner.post(stale, 'uploads', announced);
  await letExpire(id);
  expect((await runner.post(stale, 'heartbeat', { progress: null })).body).toMatchObject({ code: 'lease-lost' });
  expect((await runner.post(stale, 'complete', outcome)).body).toMatchObject({ code: 'lease-lost' });

  const successor = new TestRunner(api, platformToken, 'second');
  const assignment = await successor.lease(20);
  expect(assignment.lease.fence).toBeGreaterThan(stale.lease.fence);
  expect((await successor.post(assignment, 'complete', await successor.outcomeOf(assignment, Buffer.from('right')))).status).toBe(204);
  await putPart(api, late.body.parts[0].url, Buffer.from('stale'));
  expect((await runner.post(stale, `uploads/${late.body.id}/complete`)).body).toMatchObject({ code: 'lease-lost' });
  expect((await runner.post(stale, 'complete', outcome)).body).toMatchObject({ code: 'lease-lost' });
  const { predictionsFence } = await evaluation(id);
  expect(predictionsFence).toBe(assignment.lease.fence);
  const kept = await api.storage.area('results').sha256(`evaluations/${id}/${predictionsFence}/1/nominal/scores.npy`);
  expect(kept).toBe(sha256(Buffer.from('right')));
});

test("leases are timed by the database: a clock that is a minute ahead loses none, and a runner's own is never asked", async () => {
  const assignment = await leaseRun();
  const ahead = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
  try {
    expect((await runner.post(assignment, 'heartbeat', { progress: null })).status).toBe(204);
    expect((await new TestRunner(api, platformToken, 'second').ask()).status).toBe(204);
    expect((await runner.post(assignment, 'complete', await runner.outcomeOf(assignment))).status).toBe(204);
  } finally {
    ahead.mockRestore();
  }
});

test('a step that is given back costs nothing, and another runner gets it at once', async () => {
  const assignment = await leaseRun();
  const { evaluationId } = assignment.lease;
  const { attempts } = await evaluation(evaluationId);
  for (const _ of [1, 2]) expect((await runner.post(assignment, 'release', { waitsFor: null })).status).toBe(204);
  expect(await evaluation(evaluationId)).toMatchObject({ state: 'queued', attempts: attempts - 1, heartbeatAt: null });
  expect((await runner.ask()).status).toBe(204);
  const next = await new TestRunner(api, platformToken, 'second').lease();
  expect(next.lease).toMatchObject({ evaluationId, step: 'run' });
});

test('faults of the platform are tried again, and the third ends the evaluation without its cause', async () => {
  const { detail } = new PlatformFault('sandbox-broken', { message: 'A secret of the machine.', fix: 'Mend it.' });
  const first = await leaseRun();
  const { evaluationId } = first.lease;
  const wakeUp = () => api.database.runnerLease.updateMany({ where: { evaluationId }, data: { endedAt: new Date(0) } });
  let assignment = first;
  for (const failure of [1, 2, 3]) {
    expect((await runner.post(assignment, 'fail', { fault: detail, cause: 'a stack' })).status).toBe(204);
    expect([failure, (await evaluation(evaluationId)).state]).toEqual([failure, failure < 3 ? 'queued' : 'failed']);
    await wakeUp();
    if (failure < 3) assignment = await runner.lease();
  }
  const { fault } = await evaluation(evaluationId);
  expect(fault).toMatchObject({ code: 'sandbox-broken', whose: 'platform', reference: evaluationId });
  expect(JSON.stringify(fault)).not.toContain('secret');
});

test("a participant's fault ends the evaluation, and says of hidden inputs what its class says", async () => {
  const { detail } = new ParticipantFault('model-output-not-finite', { message: 'Row 17 is NaN.', got: 'NaN', fix: 'Mend it.' });
  const [open, hidden] = [await leaseRun('development'), await leaseRun('final')];
  for (const assignment of [open, hidden]) expect((await runner.post(assignment, 'fail', { fault: detail })).status).toBe(204);
  expect(await evaluation(open.lease.evaluationId)).toMatchObject({ state: 'rejected', fault: { message: 'Row 17 is NaN.' } });
  const told = await evaluation(hidden.lease.evaluationId);
  expect(told).toMatchObject({ state: 'rejected', fault: { code: 'model-output-not-finite' } });
  expect(JSON.stringify(told.fault)).not.toContain('17');
});

test('a model that can be tried on the public sample is not accepted untried', async () => {
  await submit();
  const inspecting = await runner.lease();
  const untried = { step: 'inspect', outcome: { ...inspected, sampleSeconds: null } };
  expect((await runner.post(inspecting, 'complete', untried)).body).toMatchObject({ status: 422, code: 'outcome-refused' });
  expect((await evaluation(inspecting.lease.evaluationId)).state).toBe('inspecting');
});

test('what programs of strangers print is stored, whatever bytes they print', async () => {
  const { detail } = new ParticipantFault('model-run-failed', { message: 'It printed.', got: 'NUL \0 and half \ud83d', fix: 'Mend it.' });
  const assignment = await leaseRun();
  expect((await runner.post(assignment, 'fail', { fault: detail })).status).toBe(204);
  expect(await evaluation(assignment.lease.evaluationId)).toMatchObject({
    state: 'rejected',
    fault: { got: 'NUL \ufffd and half \ufffd' },
  });
});

test('a runner of another protocol is told what to install, whatever else it says', async () => {
  const answer = await runner.ask(0, { protocol: 0 });
  expect(answer.body).toMatchObject({ status: 426, code: 'protocol-mismatch', fix: expect.stringContaining('Install version') });
  expect((await runner.ask(0, { protocol: 1 })).body).toMatchObject({ status: 400, code: 'invalid-request' });
});

test('a step waits where this runner lacks what it needs, and says what', async () => {
  const id = await submit();
  expect((await new TestRunner(api, platformToken, 'bare', { sandboxes: { onnx: null, container: null } }).ask()).status).toBe(204);
  expect((await evaluation(id)).waitingFor).toBe('Waiting for a runner with a sandbox for models.');
  expect((await new TestRunner(api, platformToken, 'short', { secondsLeft: 5 }).ask()).status).toBe(204);
  expect((await runner.lease()).lease.evaluationId).toBe(id);
});
