/** NaN when the weights sum to zero. */
export function weightedMean(values: Float64Array, weights: Uint8Array): number {
  let sum = 0;
  let all = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!;
    all += weights[i]!;
  }
  return sum / all;
}
