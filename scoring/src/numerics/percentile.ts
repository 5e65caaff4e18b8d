/** Linear between order statistics, as numpy's default; infinite values keep their order and never become NaN. */
export function percentile(values: Float64Array, fraction: number): number {
  const sorted = values.slice().sort();
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  const [from, to] = [sorted[below]!, sorted[above]!];
  return from === to || position === below ? from : from + (position - below) * (to - from);
}
