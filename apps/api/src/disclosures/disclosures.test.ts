import { randomUUID } from 'node:crypto';
import { BoardView, ChallengeDetail, DisclosureView } from '@unblind/contracts';
import { asJson, claim, finishWithin, leasedRows } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, postSubmission, root, sha256, submitNew, uploadFile } from '../../test/people';
import type { Person } from '../../test/people';
import { score } from '../../test/runs';

const challenge = `${root}/challenges/toy-tagging`;
const digest = (of: string) => sha256(Buffer.from(of));
const past = new Date('2026-01-01T00:00:00Z');
const part = Buffer.from('the rows that rank');

let api: TestApi;
let organiser: Person;
let ada: Person;
beforeAll(async () => {
  api = await startTestApi();
  [organiser, ada] = [await newOrganiser(api), await newPerson(api)];
});
afterAll(() => api.stop());

/** As the preparer leaves it. */
async function prepareData(): Promise<void> {
  const file = (area: string, name: string) => ({
    area,
    key: name,
    file: name,
    dtype: 'uint8',
    shape: [10],
    bytes: part.length,
    sha256: digest(name),
  });
  const split = (name: string) => ({
    rows: 10,
    views: {},
    truth: { labels: file('truth', `${name} labels`), part: { ...file('truth', 'part'), sha256: sha256(part) } },
    scoringSeed: { area: 'truth', key: `${name} seed` },
    commitment: digest(name),
  });
  const sample = { rows: 10, views: {}, truth: { labels: file('public', 'labels') } };
  const index = asJson({ simulated: true, seed: 1, splits: { public: split('public'), private: split('private'), sample } });
  await api.database.dataSet.updateMany({ data: { state: 'ready', index } });
}

/** As the publisher does: the API has no credentials for the truth, so the bytes come from elsewhere. */
async function publish(id: string): Promise<void> {
  const held = await claim(api.database, leasedRows.disclosure, id, 'by-hand');
  if (!held) throw new Error('not to be had');
  const key = `disclosed/${id}`;
  await api.storage.area('public').put(key, part);
  await api.database.$transaction(async (transaction) => {
    await finishWithin(transaction, leasedRows.disclosure, held, 'published');
    const files = asJson([{ name: 'part.npy', key, bytes: part.length, sha256: sha256(part) }]);
    await transaction.disclosure.update({ where: { id }, data: { files } });
  });
}

const unblind = ({ agent }: Pick<Person, 'agent'>, phase: string, query = '') =>
  agent.post(`${challenge}/phases/${phase}/unblinding${query}`);
const disclosures = async (query = ''): Promise<DisclosureView[]> =>
  DisclosureView.array().parse((await request(api.url).get(`${challenge}/disclosures${query}`)).body);
const disclosureOf = async (phase: string) => (await disclosures()).find((view) => view.phase === phase);
const end = (slug: string, closesAt = past) => api.database.phase.updateMany({ where: { slug }, data: { closesAt, opensAt: past } });
const waiting = () => api.database.disclosure.findMany({ where: { state: 'waiting' } });
const audited = () => api.database.auditEvent.count({ where: { action: 'phase.unblind' } });

test('before the data are prepared nothing is promised, and nothing unblinded', async () => {
  expect(await disclosures()).toEqual([]);
  expect((await unblind(organiser, 'practice')).body).toMatchObject({
    code: 'not-to-unblind',
    detail: expect.stringContaining('prepared'),
  });
  await prepareData();
});

test('the digest of a split’s secrets is public from the start, and nothing else of them', async () => {
  const views = await disclosures();
  expect(views.map(({ phase }) => phase)).toEqual(['practice', 'development', 'final', 'later']);
  for (const { split, ...view } of views)
    expect(view).toEqual({ phase: view.phase, state: 'sealed', unblindedAt: null, commitment: digest(split), files: [] });
});

test('only organisers unblind, after the end of the phase and of every other one on the same truth', async () => {
  expect((await unblind({ agent: request.agent(api.url) }, 'practice')).status).toBe(401);
  expect((await unblind(ada, 'practice')).status).toBe(403);
  const detailOf = async (phase: string) => (await unblind(organiser, phase)).body.detail;
  expect((await unblind(organiser, 'nowhere')).status).toBe(404);
  expect(await detailOf('development')).toMatch('has no end');
  await end('development', new Date('2999-01-01T00:00:00Z'));
  expect(await detailOf('development')).toMatch('ends at 2999-01-01');
  expect(await detailOf('practice')).toMatch('Development, which has not ended, uses the same truth');
  await end('final');
  expect(await detailOf('final')).toMatch('Later, which has not ended, uses the same truth');
  const untouched = { phases: await api.database.phase.count({ where: { unblindedAt: null } }), waiting: await waiting() };
  expect([untouched, await audited()]).toEqual([{ phases: 4, waiting: [] }, 0]);
});

describe('a blinded phase that has ended', () => {
  const secret = 0.8271639415;
  const board = async () => BoardView.parse((await request(api.url).get(`${challenge}/boards/accuracy?phase=final`)).body);

  test('is unblinded once, however many organisers do it at once, and its board shows everything', async () => {
    await end('final', new Date('2999-01-01T00:00:00Z'));
    const { evaluation } = await submitNew(api, ada, { phase: 'final' });
    await score(api.database, evaluation.id, { auc: secret });
    await end('final');
    await end('later');
    expect(await board()).toMatchObject({ blinded: true, rows: [] });
    const answers = await Promise.all([organiser, organiser, organiser].map((by) => unblind(by, 'final')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const times = new Set(answers.map(({ body }) => DisclosureView.parse(body).unblindedAt));
    expect(times.size).toBe(1);
    expect([await audited(), (await waiting()).length]).toEqual([1, 1]);
    expect((await board()).rows[0]?.score).toMatchObject({ part: 'whole', value: secret });
    expect(await disclosureOf('final')).toMatchObject({ state: 'publishing', files: [] });
    expect(await disclosureOf('later')).toMatchObject({ state: 'sealed', files: [] });
  });

  test('shows the files once they are published, to everybody', async () => {
    for (const { id } of await waiting()) await publish(id);
    const view = await disclosureOf('final');
    expect(view).toMatchObject({ state: 'published', commitment: digest('private'), files: [{ name: 'part.npy', sha256: sha256(part) }] });
    const { pathname, search } = new URL(view?.files[0]?.url ?? '');
    expect(Buffer.from(await (await fetch(`${api.url}${pathname}${search}`)).arrayBuffer())).toEqual(part);
    // The phase on the same split tells nothing yet.
    expect(await disclosureOf('later')).toMatchObject({ state: 'sealed', files: [] });
  });

  test('never opens again, whatever its dates say', async () => {
    await end('final', new Date('2999-01-01T00:00:00Z'));
    const detail = ChallengeDetail.parse((await request(api.url).get(challenge)).body);
    expect(detail.phases.find(({ id }) => id === 'final')).toMatchObject({ status: 'closed', unblindedAt: expect.any(String) });
    const answer = await postSubmission(ada, (await uploadFile(api, ada)).id, { phase: 'final', key: randomUUID() });
    expect(answer.body).toMatchObject({ code: 'phase-closed' });
    expect((await unblind(organiser, 'final')).status).toBe(200);
    expect(await audited()).toBe(1);
  });
});

test('a publication that failed is tried again when the phase is unblinded again', async () => {
  await end('development');
  await unblind(organiser, 'development');
  await api.database.disclosure.updateMany({ where: { split: 'public' }, data: { state: 'failed', attempts: 6 } });
  expect(await disclosureOf('development')).toMatchObject({ state: 'failed' });
  expect((await unblind(organiser, 'development')).body).toMatchObject({ state: 'publishing' });
  expect(await waiting()).toMatchObject([{ split: 'public', attempts: 0 }]);
});
