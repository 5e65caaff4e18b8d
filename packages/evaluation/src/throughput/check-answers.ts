import { ParticipantFault } from '@unblind/contracts';

/** Another batch size adds up in another order; a GPU may compute products with fewer bits. Relative, and absolute near zero. */
const tolerances = { cpu: 1e-3, cuda: 2e-2 } as const;

/**
 * Holds what a model answered while the clock ran against what it answered when it was scored: who is quick must be right as well.
 *
 * @param timed NaN where it was not asked
 * @returns how many answers were compared
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
    message: 'the model answers otherwise while it is timed than when it was scored',
    expected: `the answers of the scored run, to ${tolerance} relative`,
    got: `${wrong} of ${compared} differ, the first at ${first} (${timed[first]}, not ${scored[first]})`,
    fix: 'Remove random numbers and whatever depends on the batch or on earlier calls from the graph.',
  });
}
