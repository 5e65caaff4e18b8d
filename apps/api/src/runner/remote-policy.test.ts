import { Assignment, CreatedRunnerToken } from '@unblind/contracts';
import type { ModelStep } from '@unblind/contracts';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { timeModels } from '../../test/challenge-folder';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { TestRunner, platformToken, prepareToyData } from '../../test/runners';

const splits = ['public', 'private'];
const policies = [undefined, 'never', 'trusted', 'any'];
const phases = splits.flatMap((split) =>
  policies.map((remote) => ({
    id: `${split}-${remote ?? 'default'}`,
    split,
    opens: '2024-01-01T00:00:00Z',
    total: 9,
    board: 'blinded',
    ...(remote === undefined ? {} : { remote }),
  })),
);

let api: TestApi;
let platform: TestRunner;
let [administrator, organiser]: Person[] = [];
/** The phase of each evaluation, all of which wait to be run. */
const phaseOf = new Map<string, string>();

beforeAll(async () => {
  api = await startTestApi({ RUNNER_TOKEN: platformToken }, (toy) => {
    toy.phases.push(...phases);
    timeModels(toy);
  });
  await prepareToyData(api);
  platform = new TestRunner(api, platformToken, 'own');
  [administrator, organiser] = [await newPerson(api), await newOrganiser(api)];
  await api.database.user.update({ where: { id: administrator.me.id }, data: { role: 'administrator' } });
  for (const { id: phase } of phases) phaseOf.set((await submitNew(api, await newPerson(api), { phase })).evaluation.id, phase);
});
afterAll(() => api.stop());

async function runnerOf(person: Person | undefined, wish: { name: string; challenge?: string; trusted?: boolean }): Promise<TestRunner> {
  const answer = await person?.agent.post(`${root}/runner-tokens`).send(wish);
  return new TestRunner(api, CreatedRunnerToken.parse(answer?.body).secret, 'node', { steps: ['run', 'time'] });
}

/** The phases whose step the runner is given. It gives all of them back. */
async function given(runner: TestRunner, step: ModelStep): Promise<string[]> {
  const assignments: Assignment[] = [];
  for (let answer = await runner.ask(); answer.status === 200; answer = await runner.ask()) assignments.push(Assignment.parse(answer.body));
  for (const assignment of assignments) {
    expect(assignment.lease.step).toBe(step);
    expect((await runner.post(assignment, 'release', { waitsFor: null })).status).toBe(204);
  }
  return assignments.map(({ lease }) => phaseOf.get(lease.evaluationId) ?? '').sort();
}

test('every runner inspects, as that shows it the public sample alone', async () => {
  const inspector = await runnerOf(organiser, { name: 'inspector', challenge: 'toy-tagging' });
  const runner = new TestRunner(api, inspector.token, 'node', { steps: ['inspect'] });
  for (const _ of phases) await runner.inspect(await runner.lease());
  expect((await runner.ask()).status).toBe(204);
});

describe.each<ModelStep>(['run', 'time'])('the step %s', (step) => {
  beforeAll(async () => {
    if (step === 'run') return;
    await api.database.evaluation.updateMany({ data: { state: 'scored' } });
    await api.database.timing.createMany({ data: [...phaseOf.keys()].map((evaluationId) => ({ evaluationId })) });
  });

  test("goes to the platform's own runner in every phase", async () => {
    expect(await given(platform, step)).toEqual([...phaseOf.values()].sort());
  });

  test('goes to any runner where the phase says so or, without a word of it, where the inputs are public', async () => {
    const runner = await runnerOf(administrator, { name: `any-${step}` });
    expect(await given(runner, step)).toEqual(['private-any', 'public-any', 'public-default']);
  });

  test('goes to a runner that an administrator trusts also where the phase asks for trust, and never where it says never', async () => {
    const runner = await runnerOf(administrator, { name: `trusted-${step}`, trusted: true });
    expect(await given(runner, step)).toEqual(['private-any', 'private-trusted', 'public-any', 'public-default', 'public-trusted']);
  });

  test("goes to a challenge's own runner with public inputs, and with hidden ones only if an administrator trusts it", async () => {
    const own = await runnerOf(organiser, { name: `own-${step}`, challenge: 'toy-tagging' });
    expect(await given(own, step)).toEqual(['public-any', 'public-default']);
    const agreed = await runnerOf(administrator, { name: `agreed-${step}`, challenge: 'toy-tagging', trusted: true });
    expect(await given(agreed, step)).toEqual(['private-any', 'private-trusted', 'public-any', 'public-default', 'public-trusted']);
  });

  test('never goes to a runner of another challenge', async () => {
    await api.database.challenge.upsert({ where: { slug: 'another' }, create: { slug: 'another' }, update: {} });
    const runner = await runnerOf(administrator, { name: `other-${step}`, challenge: 'another', trusted: true });
    expect(await given(runner, step)).toEqual([]);
  });
});
