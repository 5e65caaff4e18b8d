import type { RandomSource } from '@unblind/random';
import { plotOf, type Target } from './target';

/**
 * Finds the background among some rows from the points of the ROC curve. A point says how much background is ahead of a signal of a
 * known number, so two neighbouring points count the background of the rows between them. Rows between two equal counts are signal;
 * they fill up the next submissions, in which fewer and fewer undecided rows lie between two points.
 */
export function decodeRoc(rows: readonly number[], target: Target, budget: number, random: RandomSource): number[] {
  let undecided = [...rows];
  const signal: number[] = [];
  while (target.queries < budget && undecided.length > 0) {
    random.shuffle(undecided);
    random.shuffle(signal);
    const order = mixed(undecided, signal);
    const scores = new Float64Array(target.rows);
    order.forEach((row, at) => (scores[row] = 1 - (0.5 * at) / order.length));
    const cleared = new Set(rowsWithoutBackground(order, backgroundAhead(target, scores)));
    signal.push(...undecided.filter((row) => cleared.has(row)));
    undecided = undecided.filter((row) => !cleared.has(row));
  }
  return undecided;
}

/** The background ahead of signal number `signal`, at each point of the curve. */
function backgroundAhead(target: Target, scores: Float64Array): { signal: number; background: number }[] {
  const series = plotOf(target.submit(scores), 'roc')?.series[0];
  const { counts } = target;
  return (series?.x ?? []).map((x, at) => ({
    signal: Math.round(x * counts.signal),
    background: Math.round(counts.background / series!.y[at]!),
  }));
}

function rowsWithoutBackground(order: readonly number[], points: readonly { signal: number; background: number }[]): number[] {
  let last = { signal: 0, background: 0 };
  return points.flatMap((point) => {
    const [from, to] = [last.signal + last.background, point.signal + point.background];
    const isClear = point.background === last.background && to <= order.length;
    last = point;
    return isClear ? order.slice(from, to) : [];
  });
}

/** The shorter list spread evenly over the longer one. */
function mixed(first: readonly number[], second: readonly number[]): number[] {
  const all = [
    ...first.map((row, at) => ({ row, place: (at + 0.5) / first.length })),
    ...second.map((row, at) => ({ row, place: (at + 0.5) / second.length })),
  ];
  return all.sort((a, b) => a.place - b.place).map(({ row }) => row);
}
