import type { RandomSource } from '@unblind/random';
import { cumulative } from '../normal';
import type { Estimate } from './counting';
import type { Interval, IntervalBoard } from './interval-board';
import { exactSigns, signsIn } from './exact-signs';
import { fitSigns } from './signs';

/** What one account may send in the development phase. */
export const budget = 200;
/** Rows of each part: from the data page. */
export const sizes = { ranking: 1000, diagnostic: 400 } as const;
const rankingShare = sizes.ranking / (sizes.ranking + sizes.diagnostic);

const nominal = 0.6827;
const error = Math.sqrt((nominal * (1 - nominal)) / sizes.ranking);
/** Coverage under which the quantile score has a penalty. */
const plateau = nominal - 2 * error;
/** Coverage aimed at, where the penalty of one row more or less is seen on the board. */
const aim = plateau - 3 * error;
/** Signs that so many sums give. */
const signsPerSum = 1.77;

export interface Ascent {
  board: IntervalBoard;
  estimates: readonly Estimate[];
  random: RandomSource;
  /** How many values the board shows. */
  releases: number;
}

/**
 * Begins with intervals so wide that each next file, with narrower ones, is better by many steps, and asks in each file on which side of
 * the estimates of a group of rows mu is: the penalty for the coverage gives how often the file was right. Before that, where there are
 * queries without a release, the coverage of the diagnostic part tells which rows rank.
 *
 * @returns the file that an account ends with
 */
export function ascend(ascent: Ascent): Interval[] {
  const { board, estimates, random, releases } = ascent;
  // The first file is shown, and the last one has to be.
  const tests = Math.min(releases, budget) - 2;
  const order = Array.from(estimates.keys()).sort((a, b) => estimates[b]!.delta - estimates[a]!.delta);
  const asked = budget - tests - 1;
  const ranking = asked > 1 ? rankingRows(ascent, order, asked) : null;
  const group = (ranking ?? order).slice(0, ranking ? signsIn(tests) : Math.round(signsPerSum * tests));
  const share = ranking ? 1 : rankingShare;
  const covered = Math.round((aim * sizes.ranking - (group.length / 2) * share) / rankingShare);
  const sure = order.filter((row) => !group.includes(row)).slice(-covered);
  const signs: number[][] = [];
  const totals: number[] = [];
  for (let test = 0; test < tests; test++) {
    const width = Math.exp(3 + 2 * (tests - test));
    const sides = group.map(() => (random.uniform() < 0.5 ? 1 : -1));
    const file = wrong(estimates, width);
    for (const row of sure) file[row] = around(estimates[row]!.muHat, width);
    group.forEach((row, at) => (file[row] = beside(estimates[row]!.muHat, sides[at]!, width)));
    const { released, coverage } = board.submit(file);
    if (released === null) continue;
    const right = rowsCovered(released, width) + Math.round(coverage * sizes.diagnostic) - covered;
    signs.push(sides);
    totals.push(2 * right - group.length);
  }
  const fitted = (ranking && exactSigns({ signs, totals }, random)) ?? fitSigns({ signs, totals });
  const file = informed(estimates, new Map(group.map((row, at) => [row, fitted[at]!])), share);
  board.submit(file);
  return file;
}

/** Rows of the ranking part: those that the coverage of the diagnostic part does not count. */
function rankingRows({ board, estimates, random }: Ascent, order: readonly number[], queries: number): number[] {
  const rows = order.slice(0, Math.round(signsPerSum * (queries - 1)));
  let width = 300;
  const counted = (isCovered: (at: number) => boolean) => {
    const file = wrong(estimates, Math.exp(width));
    rows.forEach((row, at) => isCovered(at) && (file[row] = around(estimates[row]!.muHat, Math.exp(width))));
    // Each file is worse than the one before, so that the board shows the first alone.
    width++;
    return Math.round(board.submit(file).coverage * sizes.diagnostic);
  };
  const diagnostic = counted(() => true);
  const signs = Array.from({ length: queries - 1 }, () => rows.map(() => (random.uniform() < 0.5 ? 1 : -1)));
  const totals = signs.map((row) => {
    const difference = 2 * counted((at) => row[at] === 1) - diagnostic;
    return 2 * difference - row.reduce((sum, sign) => sum + sign, 0);
  });
  const isDiagnostic = fitSigns({ signs, totals });
  return rows.filter((_, at) => isDiagnostic[at]! < -0.5);
}

/** How many rows of the ranking part intervals of this width cover, from the quantile score on the board. */
function rowsCovered(score: number, width: number): number {
  const counts = Array.from({ length: Math.floor(plateau * sizes.ranking) }, (_, count) => count);
  const scoreOf = (count: number) => -Math.log((width + 1e-3) * (1 + ((plateau - count / sizes.ranking) / error) ** 4));
  return counts.reduce((best, count) => (Math.abs(scoreOf(count) - score) < Math.abs(scoreOf(best) - score) ? count : best), 0);
}

/** One-sided intervals where the side is known, with the same expected coverage as one standard deviation to either side. */
function informed(estimates: readonly Estimate[], sides: ReadonlyMap<number, number>, share: number): Interval[] {
  const known = new Map([...sides].filter(([, side]) => Math.abs(side) > 0.5));
  const fraction = (known.size * share) / sizes.ranking;
  const within = (x: number) => 2 * cumulative(x) - 1;
  const oneSided = (x: number) => Math.sqrt(x * x + 2 * Math.LN2);
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (fraction * within(oneSided(middle)) + (1 - fraction) * within(middle) < nominal) low = middle;
    else high = middle;
  }
  return estimates.map(({ muHat, delta }, row) => {
    const side = known.get(row);
    return side === undefined ? around(muHat, 2 * low * delta) : beside(muHat, side, oneSided(low) * delta);
  });
}

const around = (centre: number, width: number): Interval => ({ low: centre - width / 2, high: centre + width / 2 });
const beside = (edge: number, side: number, width: number): Interval =>
  side > 0 ? { low: edge, high: edge + width } : { low: edge - width, high: edge };
/** Intervals that hold no mu. */
const wrong = (estimates: readonly Estimate[], width: number): Interval[] =>
  estimates.map(({ muHat }) => ({ low: muHat + 100, high: muHat + 100 + width }));
