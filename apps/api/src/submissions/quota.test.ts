import { Quota } from '@unblind/contracts';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, postSubmission, root, submitNew, uploadFile } from '../../test/people';
import type { Person } from '../../test/people';
import { fail, rejectAtInspection, rejectWhileRunning, run, score } from '../../test/runs';

let api: TestApi;
beforeAll(async () => {
  // One account may have nine under way.
  api = await startTestApi({ ENTRANT_WAITING: '9' }, ({ phases }) => {
    const about = { split: 'public', opens: '2024-01-01T00:00:00Z', board: 'open' };
    phases.push({ id: 'free', total: 100, ...about });
    phases.push(Object.assign({ id: 'confirmed', total: 9, ...about }, { requires: 'email' }));
  });
});
afterAll(() => api.stop());

const quotaOf = async ({ agent }: Person, phase = 'development'): Promise<Quota | undefined> =>
  Quota.array()
    .parse((await agent.get(`${root}/challenges/toy-tagging/quota`)).body)
    .find((quota) => quota.phase === phase);
const cancel = ({ agent }: Person, id: string) => agent.post(`${root}/submissions/${id}/cancel`);

/** As many requests at once; the statuses of the answers, sorted. */
async function atOnce(person: Person, count: number, phase: string) {
  const uploads = await Promise.all(Array.from({ length: count }, () => uploadFile(api, person)));
  const answers = await Promise.all(uploads.map(({ id }) => postSubmission(person, id, { phase })));
  return { statuses: answers.map(({ status }) => status).sort(), refused: answers.find(({ status }) => status !== 201) };
}

test("the day's quota holds even if all requests come at once", async () => {
  const person = await newPerson(api);
  const { statuses, refused } = await atOnce(person, 6, 'development');
  expect(statuses).toEqual([201, 201, 201, 429, 429, 429]);
  expect(refused?.body).toMatchObject({ code: 'quota-used-up', detail: expect.stringContaining('3 of 3') });
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
  expect(await quotaOf(person)).toMatchObject({ perDay: 3, used: 3 });
});

test('a phase has a total for all days, of which two requests at once cannot both take the last', async () => {
  const person = await newPerson(api);
  const [first, second] = [await submitNew(api, person, { phase: 'final' }), await submitNew(api, person, { phase: 'final' })];
  await api.database.submission.updateMany({ where: { id: { in: [first.id, second.id] } }, data: { createdAt: new Date('2024-05-01') } });
  const { statuses, refused } = await atOnce(person, 4, 'final');
  expect(statuses).toEqual([201, 429, 429, 429]);
  expect(refused?.body).toMatchObject({ code: 'quota-used-up', detail: 'All 3 submissions of Final are used.' });
  expect(await quotaOf(person, 'final')).toMatchObject({ perDay: null, used: 1, total: 3, usedTotal: 3 });
});

test('what ended before it ran on the data of the phase, or failed by the platform, does not count', async () => {
  const person = await newPerson(api);
  await fail(api.database, (await submitNew(api, person)).evaluation.id);
  await cancel(person, (await submitNew(api, person)).id);
  await rejectAtInspection(api.database, (await submitNew(api, person)).evaluation.id);
  expect(await quotaOf(person)).toMatchObject({ used: 0, usedTotal: 0 });
});

test('what ran on the data counts, whoever stopped it', async () => {
  const person = await newPerson(api);
  await rejectWhileRunning(api.database, (await submitNew(api, person)).evaluation.id);
  expect(await quotaOf(person)).toMatchObject({ used: 1 });
  const stopped = await submitNew(api, person);
  await run(api.database, stopped.evaluation.id, 97);
  expect((await cancel(person, stopped.id)).body).toMatchObject({ evaluation: { state: 'cancelled' } });
  expect(await quotaOf(person)).toMatchObject({ used: 2, usedTotal: 2 });
});

test('a submission that the platform runs again counts once', async () => {
  const [person, organiser] = [await newPerson(api), await newOrganiser(api)];
  const { evaluation } = await submitNew(api, person);
  await fail(api.database, evaluation.id);
  const again = await organiser.agent.post(`${root}/evaluations/${evaluation.id}/retry`);
  expect(await quotaOf(person)).toMatchObject({ used: 1, usedTotal: 1 });
  await score(api.database, String(again.body.id), { auc: 0.6 });
  expect(await quotaOf(person)).toMatchObject({ used: 1, usedTotal: 1 });
});

test("yesterday's submissions (UTC) count in the total alone", async () => {
  const person = await newPerson(api);
  const { id } = await submitNew(api, person);
  const midnight = new Date().setUTCHours(0, 0, 0, 0);
  await api.database.submission.update({ where: { id }, data: { createdAt: new Date(midnight) } });
  expect(await quotaOf(person)).toMatchObject({ used: 1, resetsAt: new Date(midnight + 24 * 3600 * 1000).toISOString() });
  await api.database.submission.update({ where: { id }, data: { createdAt: new Date(midnight - 1) } });
  expect(await quotaOf(person)).toMatchObject({ used: 0, usedTotal: 1 });
});

test('the submissions of a team count for the team, and not for the person who sent them', async () => {
  const person = await newPerson(api);
  const { id } = await submitNew(api, person);
  const { id: challengeId } = await api.database.challenge.findFirstOrThrow();
  const team = await api.database.team.create({ data: { challengeId, name: 'Team' } });
  await api.database.submission.update({ where: { id }, data: { teamId: team.id } });
  expect(await quotaOf(person)).toMatchObject({ used: 0 });
});

test('an entrant has only so many submissions under way, in all phases together', async () => {
  const person = await newPerson(api);
  const [first] = [await submitNew(api, person), await submitNew(api, person)];
  const { statuses, refused } = await atOnce(person, 8, 'free');
  expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 201, 429]);
  expect(refused?.body).toMatchObject({ code: 'too-many-waiting', detail: expect.stringContaining('at most 9') });
  await score(api.database, first.evaluation.id, { auc: 0.5 });
  expect((await atOnce(person, 2, 'free')).statuses).toEqual([201, 429]);
});

test('a phase that wants a confirmed account refuses one that is not, and an installation may want it everywhere', async () => {
  const person = await newPerson(api);
  const { statuses, refused } = await atOnce(person, 1, 'confirmed');
  expect(statuses).toEqual([403]);
  expect(refused?.body).toMatchObject({ code: 'not-confirmed', detail: expect.stringContaining('a confirmed e-mail address') });
  const strict = await startTestApi({ SUBMIT_REQUIRES: 'identity' });
  try {
    const stranger = await newPerson(strict);
    const upload = await uploadFile(strict, stranger);
    expect((await postSubmission(stranger, upload.id)).body).toMatchObject({ status: 403, detail: expect.stringContaining('identity') });
    const organiser = await newOrganiser(strict);
    await submitNew(strict, organiser, { baseline: true });
    expect((await stranger.agent.get(`${root}/challenges/toy-tagging`)).body.phases).toContainEqual(
      expect.objectContaining({ id: 'final', requires: 'identity' }),
    );
  } finally {
    await strict.stop();
  }
});

test('only organisers submit baselines, and those use no quota', async () => {
  const [person, organiser] = [await newPerson(api), await newOrganiser(api)];
  const upload = await uploadFile(api, person);
  expect((await postSubmission(person, upload.id, { baseline: true })).body).toMatchObject({ status: 403, code: 'forbidden' });
  for (let i = 0; i < 4; i++) await submitNew(api, organiser, { baseline: true });
  expect(await quotaOf(organiser)).toMatchObject({ used: 0 });
});
