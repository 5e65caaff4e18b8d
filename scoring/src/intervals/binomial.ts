import { inverseRegularizedIncompleteBeta } from '../numerics/incomplete-beta';

/** The probability of one standard deviation around the mean of a normal distribution. */
export const oneSigma = 0.6826894921370859;

/**
 * Clopper and Pearson's central interval for a binomial probability: every p for which neither tail beyond the observed
 * count is rarer than (1 - level) / 2. It covers at least `level` whatever the true probability is (Biometrika 26, 1934).
 *
 * @param passed successes k, 0 <= k <= n
 * @param total trials n; with n = 0 nothing is known: [0, 1]
 * @throws RangeError for counts that are no counts
 */
export function binomialInterval(passed: number, total: number, level = oneSigma): { low: number; high: number } {
  if (!Number.isInteger(passed) || !Number.isInteger(total) || passed < 0 || passed > total) {
    throw new RangeError(`expected whole numbers 0 <= passed <= total, not ${passed} of ${total}`);
  }
  const tail = (1 - level) / 2;
  return {
    low: passed === 0 ? 0 : inverseRegularizedIncompleteBeta(tail, passed, total - passed + 1),
    high: passed === total ? 1 : inverseRegularizedIncompleteBeta(1 - tail, passed + 1, total - passed),
  };
}
