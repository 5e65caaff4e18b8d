import { solve } from './cholesky';

/** Rows of one kind in the two parts of the split, as counts or as probabilities. */
export interface Kinds {
  /** Of the ranking part, and of the diagnostic part. */
  signal: readonly [number, number];
  background: readonly [number, number];
}

/** A file in which some of the rows in question stand in front and the others further back. */
export interface AreaTest {
  /** +1/2 in front, -1/2 behind, by row in question. */
  sides: Float32Array;
  /** 0: area on the ranking part, as the board shows it. 1: on the diagnostic part. */
  part: 0 | 1;
  /** Area less the one expected. */
  excess: number;
  /** Files sent before, each with more of the rows that are surely background moved back. */
  before: number;
}

interface Model {
  /** What each row in question is, with its probabilities. */
  rows: readonly Kinds[];
  counts: Kinds;
  /** Change of the area, in either part, by a signal row that stands in front rather than behind; of background with the sign changed. */
  effects: Kinds;
  /** Background rows moved back with each file. */
  movedPerFile: number;
  /** Variance of each part's area as it is shown. */
  rounding: readonly [number, number];
}

/** Of the areas on the whole: the model of the scores is not quite right. */
const offset = 1e-6;

/**
 * How much more probable each row in question became as background and as signal of the ranking part: the mean of a normal posterior
 * for the areas, which are sums over many rows.
 */
export function decodeAreas(tests: readonly AreaTest[], model: Model): { background: Float64Array; signal: Float64Array } {
  const { rows, counts, effects, movedPerFile, rounding } = model;
  const effectsOf = (part: 0 | 1) => ({ signal: effects.signal[part], background: -effects.background[part] });
  const both = [effectsOf(0), effectsOf(1)] as const;
  const mean = (row: Kinds, part: 0 | 1) => row.signal[part] * both[part].signal + row.background[part] * both[part].background;
  const covariance = (row: Kinds, a: 0 | 1, b: 0 | 1) =>
    (a === b ? row.signal[a] * both[a].signal ** 2 + row.background[a] * both[a].background ** 2 : 0) - mean(row, a) * mean(row, b);
  const covariances = [0, 1].map((a) => [0, 1].map((b) => Float64Array.from(rows, (row) => covariance(row, a as 0 | 1, b as 0 | 1))));
  const share = counts.background[0] / (counts.background[0] + counts.background[1]);
  const moved = (a: 0 | 1, b: 0 | 1) =>
    ((a === b ? 1 : -1) * movedPerFile * share * (1 - share)) / (counts.background[a] * counts.background[b]) +
    (a === b ? 0.05 / counts.signal[a] ** 2 : 0);
  const matrix = tests.map((one) =>
    Float64Array.from(tests, (other) => {
      const weights = covariances[one.part]![other.part]!;
      let sum = (Math.min(one.before, other.before) + 1) * moved(one.part, other.part);
      for (let i = 0; i < rows.length; i++) sum += one.sides[i]! * other.sides[i]! * weights[i]!;
      if (one.part === other.part) sum += offset;
      return one === other ? sum + rounding[one.part] : sum;
    }),
  );
  const weights = solve(
    matrix,
    tests.map(({ excess }) => excess),
  );
  const posterior = (kind: 'signal' | 'background') =>
    Float64Array.from(rows, (row, i) =>
      tests.reduce((sum, { sides, part }, at) => {
        const withKind = row[kind][0] * ((part === 0 ? both[0][kind] : 0) - mean(row, part));
        return sum + sides[i]! * withKind * weights[at]!;
      }, 0),
    );
  return { background: posterior('background'), signal: posterior('signal') };
}
