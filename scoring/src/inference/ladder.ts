import { releasesOf } from '@unblind/contracts';
import type { Board, Ladder } from '@unblind/contracts';

/** Shares of a grid cell by which rounding may move a value in units of the grid. */
const rounding = 1e-9;

export interface LadderStep {
  /** The entrant's best value on the board; null while there is none. */
  best: number | null;
  /** How many values of the entrant the board has shown. */
  releases: number;
  /** The value of the new entry; null where it is unscored. May be infinite. */
  value: number | null;
  order: Board['order'];
}

/**
 * The Ladder: what a board on hidden truth tells an entrant about one more entry. It tells nothing unless the entry is better than the
 * entrant's best value on the board by at least the step, and then the value rounded to the grid. However many entries are sent, the
 * board tells of each step on the way up once, so that the error from choosing adaptively grows with the logarithm of their number. And it
 * tells of so many steps only: an entrant who begins at the bottom on purpose would find a step for each of their entries.
 *
 * Source: Blum and Hardt, "The Ladder: A Reliable Leaderboard for Machine Learning Competitions", ICML 2015, arXiv:1502.04585,
 * algorithm 1. There step and grid are one number; here the step is a whole multiple of the grid, so that what is shown improves by
 * at least the step.
 *
 * @param ladder of the board's definition. On a logarithmic one, step and grid are in ln(value), and a value of 0 and below counts as 0
 * @returns the value to show, on the grid or infinite; null where nothing is released, also for an unscored or undefined (NaN) value
 */
export function releaseByLadder({ best, releases, value, order }: LadderStep, ladder: Ladder): number | null {
  const sign = order === 'desc' ? 1 : -1;
  const inCells = (number: number) => (ladder.ladder === 'linear' ? number : Math.log(Math.max(0, number))) / ladder.grid;
  if (value === null || Number.isNaN(value) || releases >= releasesOf(ladder)) return null;
  const reached = inCells(value);
  if (best !== null) {
    // What is on the board lies on the grid: its cell is a whole number.
    const from = Math.round(inCells(best));
    const step = Math.round(ladder.step / ladder.grid);
    // Two equal infinities have no difference, which is no improvement.
    if (!(sign * (reached - from) >= step - rounding)) return null;
  }
  const onGrid = Math.round(reached) * ladder.grid;
  return withoutNoise(ladder.ladder === 'linear' ? onGrid : Math.exp(onGrid));
}

/** 3.15 rather than 3.1500000000000004. */
const withoutNoise = (number: number): number => Number(number.toPrecision(15));
