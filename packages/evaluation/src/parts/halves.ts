import { namedStream } from '@unblind/random';
import type { LocalSplit } from '../local-split';

/** The halves of a split that is not divided: on the first is chosen what the second quotes. */
const halves = ['choosing-half', 'quoting-half'] as const;
export type Half = (typeof halves)[number];

/** The rows of a half, ascending. Every second one of an order drawn from the seed, so that the halves are equal in size to one row. */
export function halfOf({ rows }: Pick<LocalSplit, 'rows'>, half: Half, seed: string): number[] {
  const order = Array.from({ length: rows }, (_, row) => row);
  const stream = namedStream(`${seed}/halves`);
  for (let row = rows - 1; row > 0; row--) {
    const other = stream.integer(row + 1);
    [order[row], order[other]] = [order[other] ?? row, order[row] ?? other];
  }
  return order.filter((_, place) => place % 2 === halves.indexOf(half)).sort((a, b) => a - b);
}
