import { CreatedRunnerToken } from '@unblind/contracts';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { TestRunner, platformToken, prepareToyData } from '../../test/runners';

let api: TestApi;
let administrator: Person;
let organiser: Person;
let platform: TestRunner;
beforeAll(async () => {
  api = await startTestApi({ RUNNER_TOKEN: platformToken });
  await prepareToyData(api);
  organiser = await newOrganiser(api);
  administrator = await newPerson(api);
  await api.database.user.update({ where: { id: administrator.me.id }, data: { role: 'administrator' } });
  platform = new TestRunner(api, platformToken);
});
afterAll(() => api.stop());

const create = ({ agent }: Person, wish: object) => agent.post(`${root}/runner-tokens`).send(wish);
const made = async (person: Person, wish: object) => CreatedRunnerToken.parse((await create(person, wish)).body);

test('organisers make tokens for one challenge, and only administrators for more', async () => {
  const token = await made(organiser, { name: 'of-toys', challenge: 'toy-tagging' });
  expect(token).toMatchObject({ challenge: 'toy-tagging', trusted: false, remote: true, secret: expect.stringMatching(/^unr_[\w-]{43}$/) });
  for (const wish of [{ name: 'all' }, { name: 'trusted', challenge: 'toy-tagging', trusted: true }])
    expect((await create(organiser, wish)).body).toMatchObject({ status: 403, code: 'forbidden' });
  expect((await create(await newPerson(api), { name: 'mine', challenge: 'toy-tagging' })).body).toMatchObject({ status: 403 });
  expect((await create(administrator, { name: 'of-toys' })).body).toMatchObject({ status: 409, code: 'token-name-taken' });
  expect((await create(administrator, { name: 'nothing', challenge: 'no-such' })).body).toMatchObject({ status: 404 });

  const listed = await organiser.agent.get(`${root}/runner-tokens`);
  expect(listed.body).toEqual([expect.objectContaining({ name: 'of-toys' })]);
  expect(JSON.stringify(listed.body)).not.toContain(token.secret);
  const audit = await api.database.auditEvent.findFirstOrThrow({ where: { action: 'runner-token.create', userId: organiser.me.id } });
  expect(audit.subject).toBe(`runner-token:${token.id}`);
});

test('a revoked token is refused at once, and what its runner worked on waits for another', async () => {
  const token = await made(administrator, { name: 'site', trusted: true });
  const runner = new TestRunner(api, token.secret, 'node-1');
  const { id } = (await submitNew(api, await newPerson(api))).evaluation;
  const assignment = await runner.lease();
  expect(await api.database.evaluation.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'inspecting', runner: 'site/node-1' });
  expect((await organiser.agent.delete(`${root}/runner-tokens/${token.id}`)).status).toBe(404);
  expect((await administrator.agent.delete(`${root}/runner-tokens/${token.id}`)).status).toBe(204);
  for (const answer of [await runner.ask(), await runner.post(assignment, 'heartbeat', { progress: null })])
    expect(answer.body).toMatchObject({ status: 401, code: 'runner-token-invalid' });
  expect(await api.database.evaluation.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'received', attempts: 0 });
  expect((await platform.lease()).lease.evaluationId).toBe(id);
});

test('a runner is told what its token lets it have', async () => {
  const self = (secret: string) => new TestRunner(api, secret).get('http://unblind.test/api/v1/runner/self');
  const token = await made(organiser, { name: 'asks', challenge: 'toy-tagging' });
  expect((await self(token.secret)).body).toEqual({ protocol: 1, name: 'asks', challenge: 'toy-tagging', remote: true, trusted: false });
  expect((await self(platformToken)).body).toMatchObject({ name: 'platform', challenge: null, remote: false });
  expect((await self('unr_unknown')).body).toMatchObject({ status: 401, code: 'runner-token-invalid' });
});

test('a token of a runner opens no page, and that of a person takes no work', async () => {
  const page = await new TestRunner(api, platformToken).get('http://unblind.test/api/v1/accounts/me');
  expect(page.body).toMatchObject({ status: 401, code: 'token-invalid' });
  expect((await new TestRunner(api, 'unb_of-a-person').ask()).body).toMatchObject({ status: 401, code: 'runner-token-invalid' });
});

test('hidden inputs stay with the runners of the platform unless the phase lets them go', async () => {
  const { id } = (await submitNew(api, await newPerson(api), { phase: 'final' })).evaluation;
  const token = await made(administrator, { name: 'far-away', trusted: true });
  const runner = new TestRunner(api, token.secret);
  await runner.inspect(await runner.lease());
  expect((await runner.ask()).status).toBe(204);
  const assignment = await platform.lease();
  expect(assignment).toMatchObject({ lease: { evaluationId: id, step: 'run' }, hiddenInputs: true });
  expect(String(await platform.fetch(assignment.inputs[0]?.views.jet?.href ?? ''))).toBe('private/jet.npy');
});
