import { binomialInterval, oneSigma } from '../intervals/binomial';
import { normalSignificance } from '../numerics/normal';
import { ScoringRefusal } from '../refusal';

/** A p-value from toys, with its precision. */
export interface ToyPValue {
  readonly toys: number;
  /** Number of toys at least as extreme as the data. */
  readonly exceeding: number;
  /** (k + 1) / (N + 1): the data count as one more toy, so the p-value is never 0. */
  readonly pValue: number;
  readonly significance: number;
  /** Clopper-Pearson interval for the probability that a toy is as extreme; 68 % by default. */
  readonly low: number;
  readonly high: number;
}

/**
 * @throws ScoringRefusal `value-invalid` for invalid counts
 */
export function toyPValue(exceeding: number, toys: number, level = oneSigma): ToyPValue {
  if (!Number.isInteger(exceeding) || !Number.isInteger(toys) || exceeding < 0 || exceeding > toys) {
    throw new ScoringRefusal('value-invalid', `Expected whole numbers 0 <= exceeding <= toys, not ${exceeding} of ${toys}.`);
  }
  const pValue = (exceeding + 1) / (toys + 1);
  return { toys, exceeding, pValue, significance: normalSignificance(pValue), ...binomialInterval(exceeding, toys, level) };
}
