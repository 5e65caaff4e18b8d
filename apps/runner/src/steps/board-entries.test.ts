import type { Board } from '@unblind/contracts';
import { boardsBy, entryValue } from './board-entries';

const throughput: Board = { id: 'throughput', by: 'throughput.ratio', order: 'desc', gate: 'auc >= 0.9' };
const auc: Board = { id: 'auc', by: 'auc', order: 'desc' };
const valueOf = (quality: number | null) => (metric: string) => (metric === 'auc' ? quality : 7);

test('a model has a place on the throughput board only if it is good enough', () => {
  expect(entryValue(throughput, valueOf(0.95))).toBe(7);
  expect(entryValue(throughput, valueOf(0.85))).toBeNull();
  expect(entryValue(throughput, valueOf(null))).toBeNull();
  expect(entryValue(auc, valueOf(0.85))).toBe(0.85);
});

test("on TrackML's throughput board an accuracy that gives 0 points gives no place", () => {
  const board: Board = { id: 'throughput', by: 'throughput_score', order: 'desc', gate: 'trackml_score >= 0.5' };
  const of = (accuracy: number, points: number) => (metric: string) => (metric === 'trackml_score' ? accuracy : points);
  expect(entryValue(board, of(0.9, 1.1))).toBe(1.1);
  expect(entryValue(board, of(0.41, 0))).toBeNull();
  expect(boardsBy('timing', 'tracking', [board])).toEqual([board]);
});

test('scoring fills the boards of quality, a timing those of speed', () => {
  expect(boardsBy('scoring', 'tagging', [throughput, auc])).toEqual([auc]);
  expect(boardsBy('timing', 'tagging', [throughput, auc])).toEqual([throughput]);
});
