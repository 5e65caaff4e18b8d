import { RunnerTime } from '@unblind/contracts';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';

let api: TestApi;
let organiser: Person;
let [own, remote]: string[] = [];
beforeAll(async () => {
  api = await startTestApi();
  organiser = await newOrganiser(api);
  const token = (name: string, isRemote: boolean) =>
    api.database.runnerToken.create({ data: { name, secretHash: name, prefix: 'unr_', remote: isRemote } });
  [own, remote] = [(await token('own', false)).id, (await token('site', true)).id];
});
afterAll(() => api.stop());

const start = Date.UTC(2026, 0, 1);
let fence = 0;
const lease = (
  evaluationId: string,
  seconds: number,
  more: { end: 'done' | 'failed' | 'lost' | 'released'; tokenId?: string; step?: string },
) =>
  api.database.runnerLease.create({
    data: {
      evaluationId,
      step: 'run',
      fence: fence++,
      runner: 'r',
      tokenId: own ?? '',
      startedAt: new Date(start),
      endedAt: new Date(start + seconds * 1000),
      ...more,
    },
  });
const get = async (query = '') => organiser.agent.get(`${root}/runner-time${query}`);

test('the seconds of every attempt are added up by submission, entrant and challenge, those that were lost among them', async () => {
  const [ada, bob] = [await newPerson(api, 'ada'), await newPerson(api, 'bob')];
  const [first, second, other] = [
    await submitNew(api, ada, { method: 'First' }),
    await submitNew(api, ada, { method: 'Second' }),
    await submitNew(api, bob, { method: 'Other' }),
  ];
  await lease(first.evaluation.id, 10, { end: 'done', step: 'inspect' });
  await lease(first.evaluation.id, 100, { end: 'failed' });
  await lease(first.evaluation.id, 50, { end: 'lost', tokenId: remote });
  await lease(first.evaluation.id, 200, { end: 'done', tokenId: remote });
  await lease(second.evaluation.id, 5, { end: 'released' });
  await lease(other.evaluation.id, 7, { end: 'done' });
  const { challenges, entrants, submissions } = RunnerTime.parse((await get()).body);
  const sums = ({ attempts, seconds, lostSeconds, remoteSeconds }: RunnerTime['challenges'][number]) => [
    attempts,
    seconds,
    lostSeconds,
    remoteSeconds,
  ];
  expect(challenges.map((row) => [row.challenge, ...sums(row)])).toEqual([['toy-tagging', 6, 372, 155, 250]]);
  expect(entrants.map((row) => [row.entrant, row.team, ...sums(row)])).toEqual([
    ['ada', false, 5, 365, 155, 250],
    ['bob', false, 1, 7, 0, 0],
  ]);
  expect(submissions.map((row) => [row.method, ...sums(row)])).toEqual([
    ['First', 4, 360, 150, 250],
    ['Other', 1, 7, 0, 0],
    ['Second', 1, 5, 5, 0],
  ]);
  expect(RunnerTime.parse((await get('?challenge=another')).body)).toEqual({ challenges: [], entrants: [], submissions: [] });
});

test('a step that is under way counts until now, and a team is one entrant', async () => {
  const person = await newPerson(api);
  const { id, evaluation } = await submitNew(api, person);
  const { id: challengeId } = await api.database.challenge.findFirstOrThrow();
  const team = await api.database.team.create({ data: { challengeId, name: 'The team' } });
  await api.database.submission.update({ where: { id }, data: { teamId: team.id } });
  await api.database.$executeRaw`
    INSERT INTO runner_leases (evaluation_id, step, fence, token_id, runner, started_at)
    VALUES (${evaluation.id}::uuid, 'run', 1, ${own}::uuid, 'r', clock_timestamp() - interval '1 hour')`;
  const row = RunnerTime.parse((await get()).body).entrants.find(({ entrant }) => entrant === 'The team');
  expect(row).toMatchObject({ team: true, attempts: 1, lostSeconds: 0 });
  expect(row?.seconds).toBeGreaterThanOrEqual(3600);
});

test('organisers alone are told', async () => {
  expect((await (await newPerson(api)).agent.get(`${root}/runner-time`)).body).toMatchObject({ status: 403 });
});
