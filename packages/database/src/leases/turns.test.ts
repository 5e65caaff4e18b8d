import { RowsToLease } from '../../test/rows-to-lease';
import { setWaitingReason } from '../evaluation-moves';
import { claim, finishWithin, release } from './lease';
import { leasedRows } from './rows';
import { findWaiting } from './stale';
import { nextOfEntrant, waitsForTurn } from './turns';

let rows: RowsToLease;
beforeEach(async () => {
  rows = await RowsToLease.open();
});
afterEach(() => rows.close());

const step = leasedRows.run;
const inTurn = (atOnce = 1) => findWaiting(rows.database, step, { forMs: 0, limit: 100, atOnce });
const waits = (id: string, atOnce = 1) => waitsForTurn(rows.database, step, id, atOnce);

async function sends(userId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(await rows.make('run', { userId }));
  return ids;
}

test('an entrant with fifty waiting evaluations does not stand before the first one of another', async () => {
  const [ada, bob] = [await rows.person(), await rows.person()];
  const many = await sends(ada, 50);
  const [first] = await sends(bob, 1);
  expect(await inTurn()).toEqual([many[0], first]);
  // With more at once, first come all first ones, then the second ones.
  expect(await inTurn(2)).toEqual([many[0], first, many[1]]);
});

test('whoever was served goes behind those who came until then, and before those who come later', async () => {
  const [ada, bob, eve] = [await rows.person(), await rows.person(), await rows.person()];
  const [first = '', second] = await sends(ada, 2);
  const [ofBob] = await sends(bob, 1);
  await rows.lease('inspect', first, 'done');
  await rows.lease('run', first, 'released');
  expect(await inTurn()).toEqual([first, ofBob]);
  await rows.lease('run', first, 'done');
  await rows.database.evaluation.update({ where: { id: first }, data: { state: 'scored' } });
  const [ofEve] = await sends(eve, 1);
  expect(await inTurn()).toEqual([ofBob, second, ofEve]);
});

test('the next one of an entrant has its turn when the one before has ended, and not while that is worked on or put back', async () => {
  const ada = await rows.person();
  const [first = '', second = '', third = ''] = await sends(ada, 3);
  const held = await claim(rows.database, step, first, 'runner');
  if (!held) throw new Error('not claimed');
  expect(await inTurn()).toEqual([]);
  expect([await waits(first), await waits(second), await waits(second, 2), await waits(third, 2)]).toEqual([false, true, false, true]);
  await release(rows.database, step, held, { message: 'Back.', counts: true });
  expect(await inTurn()).toEqual([first]);
  const again = await claim(rows.database, step, first, 'runner');
  if (!again) throw new Error('not claimed again');
  await rows.database.$transaction((transaction) => finishWithin(transaction, step, again, 'cancelled'));
  expect(await nextOfEntrant(rows.database, step, first, 1)).toEqual([second]);
  expect(await inTurn()).toEqual([second]);
});

test('baselines are entrants of their own', async () => {
  const organiser = await rows.person();
  const baselines = [
    await rows.make('run', { userId: organiser, baseline: true }),
    await rows.make('run', { userId: organiser, baseline: true }),
  ];
  expect(await inTurn()).toEqual(baselines);
});

test('the members of a team take their turns together', async () => {
  const [ada, bob] = [await rows.person(), await rows.person()];
  const [first] = await sends(ada, 1);
  await sends(bob, 1);
  const { id: challengeId } = await rows.database.challenge.findFirstOrThrow();
  const team = await rows.database.team.create({ data: { challengeId, name: 'Team' } });
  await rows.database.submission.updateMany({ data: { teamId: team.id } });
  expect(await inTurn()).toEqual([first]);
});

test('one that waits for a machine of its own kind keeps nothing else of its entrant waiting', async () => {
  const ada = await rows.person();
  const [onGpu = '', onCpu = ''] = await sends(ada, 2);
  await setWaitingReason(rows.database, onGpu, 'queued', 'Waiting for a runner with a GPU.');
  expect((await inTurn()).sort()).toEqual([onGpu, onCpu].sort());
});

test('timings take turns too, and data sets belong to nobody', async () => {
  const ada = await rows.person();
  const timings = [await rows.make('timing', { userId: ada }), await rows.make('timing', { userId: ada })];
  const found = (name: 'timing' | 'dataSet') => findWaiting(rows.database, leasedRows[name], { forMs: 0, limit: 9, atOnce: 1 });
  expect(await found('timing')).toEqual([timings[0]]);
  const sets = [await rows.make('dataSet'), await rows.make('dataSet')];
  expect(await found('dataSet')).toEqual(sets);
  expect(await waitsForTurn(rows.database, leasedRows.dataSet, sets[1] ?? '', 1)).toBe(false);
});
