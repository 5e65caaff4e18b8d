import { ParticipantFault, isLegalMove, EvaluationState } from '@unblind/contracts';
import { RowsToLease } from '../../test/rows-to-lease';
import type { Claim } from './leased-row';
import { beat, claim, endWithFault, finishWithin, release, releaseStale } from './lease';
import { leasedRows } from './rows';
import { findStale, findWaiting } from './stale';

const names = ['inspect', 'run', 'score', 'timing', 'dataSet', 'disclosure'] as const satisfies (keyof typeof leasedRows)[];
const states = { inspect: 'queued', run: 'scoring', score: 'scored', timing: 'done', dataSet: 'ready', disclosure: 'published' };
const { detail: fault } = new ParticipantFault('file-not-onnx', { message: 'This is not ONNX.', fix: 'Export it as ONNX.' });
/** Only the clock is false: what waits goes on. */
const trueTimers = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
];
const back = { message: 'Put back.', counts: true };

let rows: RowsToLease;
beforeAll(async () => {
  rows = await RowsToLease.open();
});
afterAll(() => rows.close());

describe.each(names)('a leased row: %s', (name) => {
  const row = leasedRows[name];
  const take = (id: string, runner = 'first') => claim(rows.database, row, id, runner);
  const read = (id: string) => rows.read(row, id);
  async function held(runner = 'first'): Promise<Claim> {
    const taken = await take(await rows.make(name), runner);
    if (!taken) throw new Error('a new row was not to be had');
    return taken;
  }
  const finish = (taken: Claim) => rows.database.$transaction((transaction) => finishWithin(transaction, row, taken, states[name]));

  test('of twenty claims at once, one wins', async () => {
    const id = await rows.make(name);
    const claims = await Promise.all(Array.from({ length: 20 }, (_, at) => take(id, `runner-${at}`)));
    expect(claims.filter((won) => won !== null)).toEqual([{ id, fence: 1 }]);
    const winner = claims.findIndex((won) => won !== null);
    expect(await read(id)).toMatchObject({ state: row.active, fence: 1, attempts: 1, runner: `runner-${winner}` });
  });

  test('a claim that is alive is not taken over, one that fell silent is', async () => {
    const { id } = await held();
    expect(await take(id, 'second')).toBeNull();
    expect(await releaseStale(rows.database, row, id)).toBe(false);
    await rows.silence(row, id);
    expect(await take(id, 'second')).toMatchObject({ id });
    expect(await read(id)).toMatchObject({ state: row.active, attempts: 2, runner: 'second' });
  });

  test('of two that take over a silent one at once, one wins', async () => {
    const { id } = await held();
    await rows.silence(row, id);
    const claims = await Promise.all([take(id, 'second'), take(id, 'third')]);
    expect(claims.filter((won) => won !== null)).toHaveLength(1);
    expect((await read(id)).attempts).toBe(2);
  });

  test('a runner whose clock is an hour ahead takes nothing from others, and its heartbeat has the time of the database', async () => {
    const { id } = await held();
    jest.useFakeTimers({ now: Date.now() + 3_600_000, doNotFake: trueTimers });
    try {
      expect(await take(id, 'ahead')).toBeNull();
      const ahead = await held('ahead');
      expect(await beat(rows.database, row, ahead)).toBe(true);
      expect(Math.abs((await read(ahead.id)).silentFor ?? Infinity)).toBeLessThan(60);
    } finally {
      jest.useRealTimers();
    }
  });

  test('an earlier holder that wakes up can write nothing', async () => {
    const late = await held('late');
    await rows.silence(row, late.id);
    const successor = await take(late.id, 'successor');
    const before = await read(late.id);
    expect(await beat(rows.database, row, late, { done: 1, total: 2, unit: 'rows' })).toBe(false);
    expect(await release(rows.database, row, late, back)).toBe(false);
    expect(await endWithFault(rows.database, row, late, fault)).toBe(false);
    expect(await finish(late)).toBe(false);
    const { silentFor: _, ...after } = await read(late.id);
    expect(before).toMatchObject(after);
    expect(successor && (await beat(rows.database, row, successor))).toBe(true);
  });

  test('put back, it waits for the next, and whoever put it back has it no more', async () => {
    const taken = await held();
    expect(await release(rows.database, row, taken, back)).toBe(true);
    expect(await read(taken.id)).toMatchObject({ state: row.waiting, attempts: 1, runner: null, silentFor: null });
    expect(await beat(rows.database, row, taken)).toBe(false);
    expect(await release(rows.database, row, taken, back)).toBe(false);
    expect(await take(taken.id, 'second')).not.toBeNull();
    expect((await read(taken.id)).attempts).toBe(2);
  });

  test('an attempt that a stopping runner hands back does not count', async () => {
    const taken = await held();
    await release(rows.database, row, taken, { ...back, counts: false });
    expect((await read(taken.id)).attempts).toBe(0);
  });

  test('ended with a fault or well, it is nobody’s and cannot be had again', async () => {
    const [failed, done] = [await held(), await held()];
    expect([await endWithFault(rows.database, row, failed, fault), await finish(done)]).toEqual([true, true]);
    expect(await read(failed.id)).toMatchObject({ state: row.endOf(fault), fault, finished: true, silentFor: null });
    expect(await read(done.id)).toMatchObject({ state: states[name], fault: null, finished: true, silentFor: null });
    expect([await take(failed.id), await endWithFault(rows.database, row, done, fault)]).toEqual([null, false]);
  });

  test('one that never comes to an end is ended', async () => {
    const id = await rows.make(name);
    for (let attempt = 1; attempt <= row.mostAttempts; attempt++) {
      expect(await take(id)).not.toBeNull();
      await rows.silence(row, id);
    }
    expect(await take(id)).toBeNull();
    expect(await read(id)).toMatchObject({ state: 'failed', finished: true, fault: { code: 'runner-lost', fix: row.platformFix } });
  });

  test('whoever looks for work finds what waits and what fell silent, and nothing else', async () => {
    const [waiting, alive, silent] = [await rows.make(name), await held(), await held()];
    await rows.silence(row, silent.id);
    expect(await findWaiting(rows.database, row, { forMs: 60_000, limit: 1000, atOnce: 1000 })).not.toContain(waiting);
    const found = await findWaiting(rows.database, row, { forMs: 0, limit: 1000, atOnce: 1000 });
    expect(found).toContain(waiting);
    expect(found).not.toContain(alive.id);
    expect(found).not.toContain(silent.id);
    expect(await findStale(rows.database, row, 1000)).toEqual(expect.arrayContaining([silent.id]));
    expect(await findStale(rows.database, row, 1000)).not.toContain(alive.id);
    expect(await releaseStale(rows.database, row, silent.id)).toBe(true);
    expect(await read(silent.id)).toMatchObject({ state: row.waiting, runner: null, silentFor: null });
  });
});

test('a claim, a release and an end of an evaluation are legal moves', () => {
  const { inspect, run, score } = leasedRows;
  for (const { waiting, active, endOf } of [inspect, run, score]) {
    const [idle, busy, ended] = [EvaluationState.parse(waiting), EvaluationState.parse(active), EvaluationState.parse(endOf(fault))];
    const moves = [isLegalMove(idle, busy), isLegalMove(busy, idle), isLegalMove(busy, ended), isLegalMove(idle, 'failed')];
    expect(moves).toEqual([true, true, true, true]);
  }
});

test('each change of who has an evaluation is told, also where it waits in the state that it is worked on in', async () => {
  const taken = await claim(rows.database, leasedRows.score, await rows.make('score'), 'first');
  if (!taken) throw new Error('not claimed');
  await release(rows.database, leasedRows.score, taken, back);
  const events = await rows.database.evaluationEvent.findMany({ where: { evaluationId: taken.id }, orderBy: { id: 'asc' } });
  expect(events.map(({ state, message }) => [state, message])).toEqual([
    ['scoring', 'Scoring.'],
    ['scoring', 'Put back.'],
  ]);
});

test('of data sets that wait, those that take least come first, and those of unknown cost last', async () => {
  const [challenge, data] = [{ slug: 'five-minutes' }, { sources: { dear: { cpuSeconds: 450 }, cheap: { cpuSeconds: 60 }, unknown: {} } }];
  const sources = ['unknown', 'dear', 'cheap'].map((source) => ({ source, simulated: true }));
  const { dataSets } = await rows.database.challengeVersion.create({
    data: {
      challenge: { create: challenge },
      version: 1,
      definitionHash: 'x',
      manifest: { data },
      pages: {},
      dataSets: { create: sources },
    },
    include: { dataSets: true },
  });
  const found = await findWaiting(rows.database, leasedRows.dataSet, { forMs: 0, limit: 1000, atOnce: 1 });
  const names = found.flatMap((id) => dataSets.filter((dataSet) => dataSet.id === id).map(({ source }) => source));
  expect(names).toEqual(['cheap', 'dear', 'unknown']);
});

test('a timing says why it waits again; a data set says how far it is', async () => {
  const [timing, dataSet] = [await rows.make('timing'), await rows.make('dataSet')];
  const [timed, prepared] = [
    await claim(rows.database, leasedRows.timing, timing, 'first'),
    await claim(rows.database, leasedRows.dataSet, dataSet, 'first'),
  ];
  if (!timed || !prepared) throw new Error('not claimed');
  await release(rows.database, leasedRows.timing, timed, back);
  expect(await rows.database.timing.findUniqueOrThrow({ where: { evaluationId: timing } })).toMatchObject({ waitingFor: 'Put back.' });
  await beat(rows.database, leasedRows.dataSet, prepared, { done: 3, total: 7, unit: 'rows' });
  const progress = { progressDone: 3, progressTotal: 7, progressUnit: 'rows' };
  expect(await rows.database.dataSet.findUniqueOrThrow({ where: { id: dataSet } })).toMatchObject(progress);
});
