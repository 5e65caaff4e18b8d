import type { GroupCounter } from './group-counts';
import type { Target } from './target';

/** Rows of which `background` are background, as far as the shown numbers tell. */
interface Counted {
  rows: readonly number[];
  background: number;
}

/**
 * Finds the background among some rows: groups are counted; those without background are let go, the others are halved, and of two
 * halves only the first is counted. What is not decided when the queries run out is not called background.
 */
export function findBackground(rows: readonly number[], counter: GroupCounter, target: Target, budget: number): number[] {
  const found: number[] = [];
  const fresh = chunks(rows, counter.groupsPerQuery > 1 ? Math.ceil(rows.length / counter.groupsPerQuery) : 20);
  const mixed: Counted[] = [];
  const sort = (counted: Counted) => {
    if (counted.background >= counted.rows.length) found.push(...counted.rows);
    else if (counted.background > 0) mixed.push(counted);
  };
  while ((fresh.length > 0 || mixed.length > 0) && target.queries < budget) {
    // Started groups are finished first, so that what was counted is not in vain.
    const halved = mixed.splice(0, counter.groupsPerQuery).map((counted) => ({ counted, halves: halvesOf(counted.rows) }));
    const begun = fresh.splice(0, counter.groupsPerQuery - halved.length);
    const counts = counter.count([...halved.map(({ halves }) => halves[0]), ...begun], target);
    halved.forEach(({ counted, halves: [first, second] }, at) => {
      const count = counts[at] ?? null;
      if (count === null) return;
      sort({ rows: first, background: Math.round(count) });
      sort({ rows: second, background: counted.background - Math.round(count) });
    });
    begun.forEach((group, at) => {
      const count = counts[halved.length + at] ?? null;
      if (count !== null) sort({ rows: group, background: Math.round(count) });
    });
  }
  return found;
}

function halvesOf(rows: readonly number[]): [readonly number[], readonly number[]] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)];
}

function chunks(rows: readonly number[], size: number): (readonly number[])[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));
}
