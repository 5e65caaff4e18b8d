// The standard normal distribution, for populations whose true values have a closed form.

/** Abramowitz and Stegun 7.1.26 is good to 1e-7, less than the errors of toys. */
export function normalCdf(z) {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp((-z * z) / 2)) / 2;
  return z > 0 ? 1 - tail : tail;
}

/** By bisection. */
export function normalQuantile(p) {
  let [low, high] = [-10, 10];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The mean of a function of a normal variable, by Simpson's rule over eight deviations. */
export function normalMean(f, mean = 0) {
  const steps = 4000;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const z = -8 + (16 * i) / steps;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * f(mean + z) * Math.exp((-z * z) / 2);
  }
  return (sum * 16) / (3 * steps) / Math.sqrt(2 * Math.PI);
}
