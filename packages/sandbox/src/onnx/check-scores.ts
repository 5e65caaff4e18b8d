import { ParticipantFault } from '@unblind/contracts';

interface Wanted {
  name: string;
  /** Inclusive. */
  range?: [number, number] | undefined;
}

type Place = (index: number) => string;
const row: Place = (index) => `row ${index}`;

/** @throws ParticipantFault if a score is not finite or outside the range of the output contract; nothing is dropped or clipped */
export function checkScores(scores: Float32Array, output: Wanted, place: Place = row): void {
  refuse(
    scores,
    place,
    (score) => !Number.isFinite(score),
    (offenders) =>
      new ParticipantFault('model-output-not-finite', {
        message: `output '${output.name}' holds NaN or infinity`,
        subject: output.name,
        expected: 'a finite number for every sample',
        got: offenders,
        fix: 'Look for divisions by zero, logarithms of zero and overflows on padded or empty samples, and for NaN weights.',
      }),
  );
  const { range } = output;
  if (!range) return;
  // Bounds are rounded to float32 like the scores, so that a score at a bound such as 0.1 is accepted.
  const [low, high] = [Math.fround(range[0]), Math.fround(range[1])];
  refuse(
    scores,
    place,
    (score) => score < low || score > high,
    (offenders) =>
      new ParticipantFault('model-output-out-of-range', {
        message: `output '${output.name}' holds scores outside the range [${range[0]}, ${range[1]}]`,
        subject: output.name,
        expected: `every score in [${range[0]}, ${range[1]}]`,
        got: offenders,
        fix: 'End the graph in a sigmoid or softmax, or name the output that is a probability.',
      }),
  );
}

function refuse(
  scores: Float32Array,
  place: Place,
  offends: (score: number) => boolean,
  fault: (offenders: string) => ParticipantFault,
): void {
  let count = 0;
  let first = -1;
  scores.forEach((score, index) => {
    if (!offends(score)) return;
    if (count === 0) first = index;
    count++;
  });
  if (count > 0) throw fault(`${count} of ${scores.length}, the first in ${place(first)} (${String(scores[first])})`);
}
