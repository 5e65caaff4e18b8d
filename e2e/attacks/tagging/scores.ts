/** Between 0 and 1, in the order of the logits. */
export function probabilities(logits: Float64Array): Float64Array {
  return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
}

/** The rows in falling order of their scores. */
export function byScore(scores: Float64Array): number[] {
  return Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
}

/** The rows that pass the cut at a signal efficiency of 0.3, the least certain first: a mislabelled one costs most among them. */
export function passingRows(scores: Float64Array, signal: number): number[] {
  const mostlySignal = 1.07;
  return byScore(scores)
    .slice(0, Math.round(0.3 * signal * mostlySignal))
    .reverse();
}

/** The scores with some rows put behind all others, which keep their order. */
export function demoted(scores: Float64Array, rows: Iterable<number>): Float64Array {
  const changed = scores.slice();
  for (const row of rows) changed[row] = 0;
  return changed;
}
