import { ParticipantFault } from '@unblind/contracts';

/** A different batch size sums in a different order, and a GPU may use fewer bits. Relative; absolute for values below 1. */
const tolerances = { cpu: 1e-3, cuda: 2e-2 } as const;

/**
 * Compares a model's answers during the timing with its answers when it was scored, so that a model cannot be fast by answering
 * wrongly.
 *
 * @param timed NaN for rows that were not asked
 * @returns the number of answers that were compared
 * @throws ParticipantFault `model-not-deterministic`
 */
export function checkAnswers(timed: Float32Array, scored: ArrayLike<number>, executionProvider: keyof typeof tolerances): number {
  const tolerance = tolerances[executionProvider];
  let [compared, wrong, first] = [0, 0, -1];
  for (const [index, answer] of timed.entries()) {
    if (Number.isNaN(answer)) continue;
    compared++;
    const expected = scored[index] ?? NaN;
    if (Math.abs(answer - expected) <= tolerance * Math.max(1, Math.abs(expected))) continue;
    if (wrong === 0) first = index;
    wrong++;
  }
  if (timed.length === scored.length && wrong === 0) return compared;
  throw new ParticipantFault('model-not-deterministic', {
    message: "the model's answers during the timing differ from those when it was scored",
    expected: `the answers of the scored run, to ${tolerance} relative`,
    got: `${wrong} of ${compared} differ, the first at ${first} (${timed[first]}, not ${scored[first]})`,
    fix: 'Remove random numbers, and everything that depends on the batch or on earlier calls, from the graph.',
  });
}
