import { inverseRegularizedIncompleteBeta } from '../numerics/incomplete-beta';
import { oneSigma } from './binomial';

/** How many standard errors, estimated from the values themselves, hold 68 %: Student's t, 1.84 for one degree of freedom and 1 for many. */
export function studentFactor(degrees: number): number {
  const x = inverseRegularizedIncompleteBeta(oneSigma, 0.5, degrees / 2);
  return Math.sqrt((degrees * x) / (1 - x));
}
