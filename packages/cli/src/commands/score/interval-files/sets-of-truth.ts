import { ParticipantFault } from '@unblind/contracts';
import type { IntervalEstimates } from '@unblind/scoring';

/** The true signal strengths of sets of pseudo-experiments, and the number of each set in a CSV submission. */
export interface SetsOfTruth {
  readonly mu: Float64Array;
  readonly setIds: readonly bigint[];
}

/** What the scorer takes: the experiments of all sets one after another, each with the mu of its set. @throws ParticipantFault */
export function experimentsOf(
  { mu }: SetsOfTruth,
  sets: readonly IntervalEstimates[],
): { truth: { mu: Float64Array }; estimates: IntervalEstimates } {
  if (sets.length !== mu.length)
    throw new ParticipantFault('predictions-length', {
      message: `${mu.length} sets were asked for, ${sets.length} came.`,
      expected: String(mu.length),
      got: String(sets.length),
      fix: 'Give the results of each set once, in their order.',
    });
  const column = (name: keyof IntervalEstimates) => Float64Array.from(sets.flatMap((set) => Array.from(set[name])));
  return {
    truth: { mu: Float64Array.from(sets.flatMap(({ p16 }, set) => Array.from(p16, () => mu[set] ?? NaN))) },
    estimates: { muHats: column('muHats'), deltaMuHats: column('deltaMuHats'), p16: column('p16'), p84: column('p84') },
  };
}
