import { binomialInterval, oneSigma } from '../intervals/binomial';
import { normalSignificance } from '../numerics/normal';
import { ScoringRefusal } from '../refusal';

/** A p-value measured with toys, and how well they measured it. */
export interface ToyPValue {
  readonly toys: number;
  /** Toys at least as extreme as the data. */
  readonly exceeding: number;
  /** (k + 1) / (N + 1): the data count as one more toy, so that no number of toys ever says p = 0. */
  readonly pValue: number;
  readonly significance: number;
  /** Clopper and Pearson's interval for the probability that a toy is as extreme; at 68 % where no level is given. */
  readonly low: number;
  readonly high: number;
}

/**
 * @throws ScoringRefusal `value-invalid` for counts that are no counts
 */
export function toyPValue(exceeding: number, toys: number, level = oneSigma): ToyPValue {
  if (!Number.isInteger(exceeding) || !Number.isInteger(toys) || exceeding < 0 || exceeding > toys) {
    throw new ScoringRefusal('value-invalid', `Expected whole numbers 0 <= exceeding <= toys, not ${exceeding} of ${toys}.`);
  }
  const pValue = (exceeding + 1) / (toys + 1);
  return { toys, exceeding, pValue, significance: normalSignificance(pValue), ...binomialInterval(exceeding, toys, level) };
}
