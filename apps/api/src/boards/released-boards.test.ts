import { BoardView, EvaluationView, LandscapeView, StoredManifest, SubmissionView } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { score } from '../../test/runs';
import type { Result } from '../../test/runs';

let api: TestApi;
let ada: Person;
let organiser: Person;
const entries = new Map<string, SubmissionView>();

/** The mean of the scores in two bins: what a participant could write single rows into. */
const means = { label: 'tagger', x: [0.123456789, 0.987654321], y: [0.1111111, 0.9999999] };
const plot = (title: string) => {
  const axis = { label: 'x', scale: 'linear' };
  return asJson([{ id: 'reliability', title, kind: 'points', x: axis, y: axis, series: [means] }]);
};
const around = (value: number, noise: number) => Float64Array.from({ length: 100 }, (_, r) => value + noise * Math.sin(r));

async function enter(person: Person, method: string, result: Result): Promise<void> {
  const submission = await submitNew(api, person, { method });
  await score(api.database, submission.evaluation.id, result);
  const plots = { plots: plot('Coarse'), fullPlots: plot('In full') };
  await api.database.evaluation.update({ where: { id: submission.evaluation.id }, data: plots });
  entries.set(method, submission);
}

beforeAll(async () => {
  api = await startTestApi();
  organiser = await newOrganiser(api);
  ada = await newPerson(api, 'ada');
  await enter(ada, 'First', { auc: 0.90123456, diagnostic: 0.9234, replicates: around(0.9, 0.01), disagreement: true });
  // A little better than the first, but not by the step: the Ladder releases nothing.
  await enter(ada, 'Second', { auc: 0.90198765, diagnostic: 0.9111, replicates: around(0.9, 0), released: false });
  await enter(ada, 'Third', { auc: 0.5123456, diagnostic: 0.95, replicates: around(0.5, 0), released: false });
  await enter(await newPerson(api, 'bob'), 'Equal', { auc: 0.9008765, diagnostic: 0.9, replicates: around(0.9, -0.01) });
  await enter(await newPerson(api, 'cho'), 'Worse', { auc: 0.8005, diagnostic: 0.8, replicates: around(0.8, 0) });
});
afterAll(() => api.stop());

const challenge = `${root}/challenges/toy-tagging`;
/** Of the phase by its name: the default is an open one, and what is unblinded is closed. */
const boardOf = async (query = 'phase=development'): Promise<BoardView> =>
  BoardView.parse((await request(api.url).get(`${challenge}/boards/accuracy?${query}`)).body);
const evaluationOf = async (method: string, agent: Pick<Person['agent'], 'get'> = request(api.url)): Promise<EvaluationView> =>
  EvaluationView.parse((await agent.get(`${root}/evaluations/${entries.get(method)?.evaluation.id}`)).body);
const submissionOf = async (method: string): Promise<SubmissionView> =>
  SubmissionView.parse((await ada.agent.get(`${root}/submissions/${entries.get(method)?.id}`)).body);
const unblindedAt = (at: Date | null) => api.database.phase.updateMany({ where: { slug: 'development' }, data: { unblindedAt: at } });

test('a board ranks by released values: equal ones share a rank, and intervals are rounded outward to the grid', async () => {
  const view = await boardOf();
  expect(view.rows.map(({ method, rank, bestRank, worstRank }) => [method, rank, bestRank, worstRank])).toEqual([
    ['First', 1, 1, 2],
    ['Equal', 1, 1, 2],
    ['Worse', 3, 3, 3],
  ]);
  expect(view.rows[0]?.score).toEqual({
    name: 'auc',
    part: 'ranking',
    value: 0.901,
    low: 0.891,
    high: 0.912,
    method: 'poisson-bootstrap',
  });
  expect(view.rows.map(({ disagreement }) => disagreement)).toEqual([true, false, false]);
  expect(view.rows[0]?.metrics).toMatchObject([
    { name: 'auc', part: 'diagnostic', value: 0.923, low: 0.913, high: 0.933 },
    { part: 'diagnostic' },
  ]);
});

test('a CSV file has the same numbers of the diagnostic part as the page', async () => {
  const { text } = await request(api.url).get(`${challenge}/boards/accuracy.csv?show=all`);
  expect(text).toContain('0.923,0.913,0.933');
  expect(text).not.toMatch(/0\.9234|0\.9111/);
});

test('a board states its part, its rule in words, and how many entrants and submissions feed it', async () => {
  expect(await boardOf()).toMatchObject({ part: 'ranking', fedBy: { entrants: 3, submissions: 5 }, total: 3 });
  expect((await boardOf()).feedback).toContain('better than their best one here by 0.002');
  expect(await boardOf('phase=final')).toMatchObject({ part: 'whole', feedback: null, fedBy: null });
});

test('entries that were not released come last, in the order in which they were sent, with diagnostic values alone', async () => {
  const { rows } = await boardOf('phase=development&show=all');
  expect(rows.map(({ method, rank, released }) => [method, rank, released])).toEqual([
    ['First', 1, true],
    ['Equal', 1, true],
    ['Worse', 3, true],
    ['Second', null, false],
    ['Third', null, false],
  ]);
  const none = { value: null, low: null, high: null, note: 'not released' };
  for (const row of rows.slice(3)) expect(row).toMatchObject({ disagreement: false, bestRank: null, worstRank: null, score: none });
  expect(rows[4]?.metrics).toMatchObject([{ name: 'auc', part: 'diagnostic', value: 0.95 }, { part: 'diagnostic' }]);
});

test('an entry that is not released changes neither the rows of the board nor the time of its last change', async () => {
  const before = await boardOf();
  await enter(await newPerson(api, 'dee'), 'Silent', { auc: 0.99, released: false });
  const after = await boardOf();
  expect(after).toEqual({ ...before, fedBy: { entrants: 4, submissions: 6 } });
});

test('a submission has the value that was released, or the reason why there is none and what would release one', async () => {
  expect(await submissionOf('First')).toMatchObject({ score: { value: 0.901, part: 'ranking' }, withheld: [] });
  expect(await submissionOf('Second')).toMatchObject({ score: null, withheld: [{ field: 'score', reason: 'ranking' }] });
  const { boards } = await evaluationOf('Second', ada.agent);
  expect(boards).toMatchObject([
    { board: 'accuracy', score: null, reason: expect.stringContaining('by 0.002, or the board has shown 20 values of the entrant') },
    { board: 'calibration', score: null },
  ]);
  expect((await evaluationOf('First')).boards[0]).toMatchObject({ score: { value: 0.901 }, reason: null });
});

test('owner and public see the diagnostic part and coarse plots until the phase is unblinded, organisers see all', async () => {
  const exact = [0.90198765, 0.89198765, 0.91198765].map((bound) => expect.closeTo(bound, 12));
  const [value, low, high] = exact;
  for (const viewer of [ada.agent, request(api.url)]) {
    const view = await evaluationOf('Second', viewer);
    expect([...new Set(view.metrics.map(({ part }) => part))]).toEqual(['diagnostic']);
    // Rounded, the numbers as well as the plots.
    expect(view.metrics).toMatchObject([{ name: 'auc', value: 0.911, low: 0.901, high: 0.921 }, { name: 'ece' }]);
    expect(view.plots).toMatchObject([{ title: 'Coarse', series: [{ x: [0.123, 0.988], y: [0.111, 1] }] }]);
    expect(view.withheld).toEqual([
      { field: 'metrics', reason: 'ranking' },
      { field: 'plots', reason: 'coarse' },
    ]);
  }
  const inFull = {
    plots: [{ title: 'In full', series: [means] }],
    withheld: [],
    metrics: expect.arrayContaining([expect.objectContaining({ part: 'ranking', value, low, high })]),
  };
  const diagnostic = expect.objectContaining({ name: 'auc', part: 'diagnostic', value: 0.9111 }) as unknown;
  expect((await evaluationOf('Second', organiser.agent)).metrics).toContainEqual(diagnostic);
  expect(await evaluationOf('Second', organiser.agent)).toMatchObject(inFull);
  await unblindedAt(new Date());
  expect(await evaluationOf('Second')).toMatchObject(inFull);
  await unblindedAt(null);
});

test('after unblinding a board ranks every entry of the ranking part in full precision', async () => {
  await unblindedAt(new Date());
  const view = await boardOf('phase=development&show=all');
  expect(view).toMatchObject({ part: 'ranking', feedback: null });
  expect(view.rows.slice(0, 4).map(({ method, rank, score: { value } }) => [method, rank, value])).toEqual([
    ['Silent', 1, 0.99],
    ['Second', 2, 0.90198765],
    ['First', 3, 0.90123456],
    ['Equal', 4, 0.9008765],
  ]);
  expect(view.rows.map(({ released }) => released)).not.toContain(false);
  expect(view.rows[1]?.metrics[0]).toMatchObject({ name: 'auc', part: 'diagnostic', value: 0.9111 });
  await unblindedAt(null);
});

test('an entry that misses the condition of a board is told that, and not that it is no improvement', async () => {
  const { id, manifest } = await api.database.challengeVersion.findFirstOrThrow();
  const gated = StoredManifest.parse(manifest);
  for (const board of gated.scoring.boards) board.gate = 'auc >= 0.92';
  await api.database.challengeVersion.update({ where: { id }, data: { manifest: asJson(gated) } });
  const unmet = 'Not ranked: this board requires auc >= 0.92.';
  // On the diagnostic part the second entry has an AUC of 0.9111, the third of 0.95.
  expect((await evaluationOf('Second')).boards[0]?.reason).toBe(unmet);
  expect((await evaluationOf('Third')).boards[0]?.reason).toContain('Not released');
  const { rows } = await boardOf('phase=development&show=all');
  expect(rows.slice(3, 5).map(({ score }) => score.note)).toEqual([unmet, 'not released']);
  await api.database.challengeVersion.update({ where: { id }, data: { manifest: asJson(StoredManifest.parse(manifest)) } });
});

test('the landscape shows every scored entry, with its diagnostic values', async () => {
  const view = LandscapeView.parse((await request(api.url).get(`${challenge}/landscape?x=parameters`)).body);
  expect(view.points).toHaveLength(6);
  expect(view.choices.y).toEqual([
    { name: 'auc', order: 'desc' },
    { name: 'ece', order: 'asc' },
  ]);
  expect(view.points.find(({ method }) => method === 'Third')).toMatchObject({ y: { value: 0.95, part: 'diagnostic' } });
  expect(view.points.find(({ method }) => method === 'Second')?.y).toMatchObject({ value: 0.911, low: 0.901, high: 0.921 });
});

test('a metric of the ranking part alone is no axis of the landscape', async () => {
  await api.database.metric.deleteMany({ where: { name: 'auc', part: 'diagnostic' } });
  const view = LandscapeView.parse((await request(api.url).get(`${challenge}/landscape?x=parameters`)).body);
  expect([view.choices.y, view.points.length]).toEqual([[{ name: 'ece', order: 'asc' }], 6]);
});
