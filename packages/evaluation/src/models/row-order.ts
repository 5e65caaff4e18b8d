import { createHash } from 'node:crypto';
import { streamKey, streamOf } from '@unblind/random';

/** The order in which a container is asked for the rows, or sets, of a split: each index below `count` once. */
export type RowOrder = (count: number) => number[];

/**
 * An order that a container can neither know beforehand nor find again in another run: with the order of the file it could answer from
 * its place, and so repeat under a shift what it was built to say of the nominal rows.
 *
 * @param name unknown to whoever made the container, and another one for each split and shift; the same name gives the same order
 */
export function orderFrom(name: string): RowOrder {
  const key = streamKey(createHash('sha256').update(name).digest());
  return (count) => {
    const stream = streamOf(key, 0);
    const order = Array.from({ length: count }, (_, index) => index);
    for (let at = count - 1; at > 0; at--) {
      const other = stream.integer(at + 1);
      [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
    }
    return order;
  };
}
