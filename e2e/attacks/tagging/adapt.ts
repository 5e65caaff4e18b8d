import type { RandomSource } from '@unblind/random';
import { passingRows } from './scores';
import type { Shown, Target } from './target';

/** An attacker who sends one changed file after another and follows a number. */
export interface Search {
  honest: Float64Array;
  target: Target;
  budget: number;
  random: RandomSource;
  /** The number only ever gets better. */
  keepsBest: boolean;
  /** What it follows, larger is better; null where nothing is shown. */
  read: (shown: Shown) => number | null;
}

interface Try {
  behind: ReadonlySet<number>;
  /** What the number became, less its mean over the tries. */
  value: number;
}

/**
 * The boosting attack of Blum and Hardt (arXiv:1502.04585, section 5) on a ranking: random halves of the least certain rows are put
 * behind, and each row moves by how well the submissions did that had it behind. The last two submissions are what their vote gives,
 * which stands noise, and a fit of what each row is worth, which gets more out of exact numbers.
 */
export function boost({ honest, target, budget, random, read, keepsBest }: Search): void {
  const rows = leastCertain(honest, target);
  const tries: Try[] = [];
  let last = read(target.submit(honest)) ?? 0;
  while (target.queries < budget - 2) {
    random.shuffle(rows);
    const behind = new Set(rows.slice(0, rows.length / 2));
    const value = read(target.submit(moved(honest, (row) => (behind.has(row) ? -6 : 0)))) ?? last;
    // Of a number that only ever gets better, the changes alone say anything.
    tries.push({ behind, value: keepsBest ? value - last : value });
    last = value;
  }
  const mean = tries.reduce((sum, { value }) => sum + value, 0) / tries.length;
  const centred = tries.map(({ behind, value }) => ({ behind, value: value - mean }));
  for (const worth of [fitted(rows, centred, 1), fitted(rows, centred, 100)]) {
    const spread = Math.sqrt(rows.reduce((sum, row) => sum + (worth.get(row) ?? 0) ** 2, 0) / rows.length) || 1;
    target.submit(moved(honest, (row) => (1.5 * (worth.get(row) ?? 0)) / spread));
  }
}

/** What each row is worth, by Kaczmarz's sweeps over the tries. After one sweep it is about their vote. */
function fitted(rows: readonly number[], tries: readonly Try[], sweeps: number): Map<number, number> {
  const worth = new Map(rows.map((row) => [row, 0]));
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (const { behind, value } of tries) {
      const side = (row: number) => (behind.has(row) ? -1 : 1);
      const missed = (value - rows.reduce((sum, row) => sum + side(row) * (worth.get(row) ?? 0), 0)) / rows.length;
      for (const row of rows) worth.set(row, (worth.get(row) ?? 0) + side(row) * missed);
    }
  return worth;
}

/** Puts one of the least certain rows behind at a time and leaves it there when that does better. */
export function climb({ honest, target, budget, read }: Search): void {
  const rows = leastCertain(honest, target);
  let best = honest;
  let bestValue = read(target.submit(honest)) ?? -Infinity;
  for (const changed of rows.slice(0, budget - 1)) {
    const tried = moved(best, (row) => (row === changed ? -6 : 0));
    const value = read(target.submit(tried)) ?? -Infinity;
    if (value > bestValue) [best, bestValue] = [tried, value];
  }
}

/** As many as a few hundred numbers can tell something about. */
function leastCertain(honest: Float64Array, { signal }: Target): number[] {
  const rows = passingRows(honest, signal);
  return rows.slice(0, Math.round(rows.length / 3));
}

/** The scores with the logit of each row moved. */
function moved(scores: Float64Array, by: (row: number) => number): Float64Array {
  return scores.map((score, row) => {
    const shift = by(row);
    return shift === 0 ? score : 1 / (1 + ((1 - score) / score) * Math.exp(-shift));
  });
}
