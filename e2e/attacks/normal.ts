/** The expected largest of n independent standard normal numbers (Blom's approximation by the quantile at (n - 3/8) / (n + 1/4)). */
export function expectedLargest(n: number): number {
  return n <= 1 ? 0 : quantile((n - 0.375) / (n + 0.25));
}

/** Of the standard normal distribution, by bisection on its cumulative distribution. */
function quantile(probability: number): number {
  let [low, high] = [-10, 10];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (cumulative(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 26.2.17; good to 7.5e-8. */
export function cumulative(x: number): number {
  if (x < 0) return 1 - cumulative(-x);
  const t = 1 / (1 + 0.2316419 * x);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
