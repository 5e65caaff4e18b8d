import { inverseRegularizedIncompleteBeta } from '../numerics/incomplete-beta';

/** The probability within one standard deviation of the mean of a normal distribution. */
export const oneSigma = 0.6826894921370859;

/**
 * Clopper-Pearson central interval for a binomial probability: every p for which both tails from the observed count on have a
 * probability of at least (1 - level) / 2. Its coverage is at least `level` for any true probability (Biometrika 26, 1934).
 *
 * @param passed successes k, 0 <= k <= n
 * @param total trials n; the interval is [0, 1] for n = 0
 * @throws RangeError for invalid counts
 */
export function binomialInterval(passed: number, total: number, level = oneSigma): { low: number; high: number } {
  checkCounts(passed, total);
  const tail = (1 - level) / 2;
  return {
    low: passed === 0 ? 0 : inverseRegularizedIncompleteBeta(tail, passed, total - passed + 1),
    high: passed === total ? 1 : inverseRegularizedIncompleteBeta(1 - tail, passed + 1, total - passed),
  };
}

/**
 * Jeffreys' central interval: the quantiles of the beta distribution that a prior of Beta(1/2, 1/2) gives. Over the true probabilities it covers
 * 68 % on average, where Clopper and Pearson's covers at least as much for each and so more for most. From 0 where none passed, to 1 where all did.
 *
 * Source: Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16, 101 (2001)
 * @throws RangeError for invalid counts
 */
export function jeffreysInterval(passed: number, total: number, level = oneSigma): { low: number; high: number } {
  checkCounts(passed, total);
  const tail = (1 - level) / 2;
  const at = (probability: number) => inverseRegularizedIncompleteBeta(probability, passed + 0.5, total - passed + 0.5);
  return { low: passed === 0 ? 0 : at(tail), high: passed === total ? 1 : at(1 - tail) };
}

function checkCounts(passed: number, total: number): void {
  if (!Number.isInteger(passed) || !Number.isInteger(total) || passed < 0 || passed > total) {
    throw new RangeError(`expected whole numbers 0 <= passed <= total, not ${passed} of ${total}`);
  }
}
