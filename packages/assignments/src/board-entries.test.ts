import type { Board } from '@unblind/contracts';
import { boardsBy, partsDisagree, rankedMetric, type KnownMetric } from './board-entries';

const throughput: Board = { id: 'throughput', by: 'throughput.ratio', order: 'desc', gate: 'auc >= 0.9' };
const auc: Board = { id: 'auc', by: 'auc', order: 'desc' };
const metric = (name: string, value: number | null, part: KnownMetric['part'] = 'whole', variation = 'nominal'): KnownMetric => ({
  name,
  variation,
  part,
  value,
  low: value === null ? null : value - 0.01,
  high: value === null ? null : value + 0.01,
});
const ranked = (board: Board, metrics: KnownMetric[]) => rankedMetric(board, metrics)?.value ?? null;
const timed = (quality: number | null) => [metric('auc', quality), metric('throughput.ratio', 7)];

test('a model has a place on the throughput board only if it is good enough', () => {
  expect(ranked(throughput, timed(0.95))).toBe(7);
  expect(ranked(throughput, timed(0.85))).toBeNull();
  expect(ranked(throughput, timed(null))).toBeNull();
  expect(ranked(auc, timed(0.85))).toBe(0.85);
});

test("on TrackML's throughput board an accuracy that gives 0 points gives no place", () => {
  const board: Board = { id: 'throughput', by: 'throughput_score', order: 'desc', gate: 'trackml_score >= 0.5' };
  const of = (accuracy: number, points: number) => [metric('trackml_score', accuracy), metric('throughput_score', points)];
  expect(ranked(board, of(0.9, 1.1))).toBe(1.1);
  expect(ranked(board, of(0.41, 0))).toBeNull();
  expect(boardsBy('timing', 'tracking', [board])).toEqual([board]);
});

test('scoring fills the boards of quality, a timing those of speed', () => {
  expect(boardsBy('scoring', 'tagging', [throughput, auc])).toEqual([auc]);
  expect(boardsBy('timing', 'tagging', [throughput, auc])).toEqual([throughput]);
});

test('the ranking part ranks, and a gate is held against the diagnostic part alone', () => {
  const parts = (ranking: number, diagnostic: number) => [metric('auc', ranking, 'ranking'), metric('auc', diagnostic, 'diagnostic')];
  const gated: Board = { ...auc, gate: 'auc >= 0.9' };
  expect(ranked(gated, parts(0.85, 0.92))).toBe(0.85);
  expect(ranked(gated, parts(0.95, 0.88))).toBeNull();
  expect(ranked(throughput, [...parts(0.95, 0.88), metric('throughput.ratio', 7)])).toBeNull();
});

test('parts that differ by more than three sigma of both are flagged, and a split without parts never is', () => {
  const parts = (ranking: number, diagnostic: number) => [metric('auc', ranking, 'ranking'), metric('auc', diagnostic, 'diagnostic')];
  expect(partsDisagree(auc, parts(0.95, 0.9))).toBe(true);
  expect(partsDisagree(auc, parts(0.95, 0.92))).toBe(false);
  expect(partsDisagree(auc, [metric('auc', 0.95)])).toBe(false);
  expect(partsDisagree(auc, [metric('auc', 0.95, 'ranking')])).toBe(false);
});
