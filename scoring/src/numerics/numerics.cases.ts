import { expectClose, type CaseFamily } from '../../test/compare';
import { readJson } from '../../test/read-vectors';
import { distanceCorrelation } from '../metrics/generic/distance-correlation';
import { ams } from '../metrics/selection/ams';
import { poissonDeviance, stirlingError } from './deviance';
import { logGamma } from './gamma';
import { inverseRegularizedIncompleteBeta, regularizedIncompleteBeta } from './incomplete-beta';
import { upperIncompleteGamma } from './incomplete-gamma';
import { kolmogorovSurvival } from './kolmogorov';

const file = 'numerics/cases.json';

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Vectors are trusted: each family names the type of its own.
function family<Case>(group: string, compare: (one: Case) => void): CaseFamily {
  return {
    name: `numerics: ${group.replaceAll('_', ' ')} at its extremes`,
    groups: [`${file}#${group}`],
    run() {
      const cases = (readJson(file) as Record<string, Case[]>)[group] ?? [];
      cases.forEach(compare);
      return cases.length;
    },
  };
}

type Case<Names extends string> = Record<Names | 'expected', number>;
interface Pairs {
  name: string;
  x: number[];
  y: number[];
  w: number[];
  expected: number;
}

/** Logarithms and differences of numbers of order 1: an error of so much, or of this share of larger values. */
function expectNear(actual: number, expected: number, tolerance: number, what: string): void {
  if (Math.abs(actual - expected) > tolerance) expectClose(actual, expected, tolerance, what);
}

/** What 1 - x, rounded, changes of a small x. */
const roundingOf = (x: number): number => 2 ** -53 / Math.min(x, 1 - x);

// The functions that lose digits by subtracting do so in absolute terms; the docstring of each says how many are good.
export const families: readonly CaseFamily[] = [
  family<Case<'x'>>('log_gamma', ({ x, expected }) => expectNear(logGamma(x), expected, 2e-14, `ln Gamma(${x})`)),
  family<Case<'x'>>('stirling_error', ({ x, expected }) => expectNear(stirlingError(x), expected, 2e-14, `Stirling's error at ${x}`)),
  family<Case<'n' | 'mean'>>('poisson_deviance', ({ n, mean, expected }) =>
    expectClose(poissonDeviance(n, mean), expected, 2e-15, `deviance of ${n} from ${mean}`),
  ),
  family<Case<'x' | 'a' | 'b'>>('incomplete_beta', ({ x, a, b, expected }) =>
    // 1e-16 of the exponent: 430 at I_0.01(100, 10), 1e6 of counts at I_0.683(683000, 317000).
    expectClose(regularizedIncompleteBeta(x, a, b), expected, 2e-13 + roundingOf(x), `I_${x}(${a}, ${b})`),
  ),
  family<Case<'p' | 'a' | 'b'>>('beta_quantile', ({ p, a, b, expected }) =>
    expectClose(inverseRegularizedIncompleteBeta(p, a, b), expected, 2e-13 + roundingOf(expected), `the ${p} quantile of Beta(${a}, ${b})`),
  ),
  family<Case<'a' | 'x'>>('incomplete_gamma', ({ a, x, expected }) =>
    expectClose(upperIncompleteGamma(a, x), expected, 2e-13, `Q(${a}, ${x})`),
  ),
  family<Case<'d' | 'n'>>('kolmogorov', ({ d, n, expected }) => expectNear(kolmogorovSurvival(n, d), expected, 1e-13, `P(D_${n} >= ${d})`)),
  family<Case<'s' | 'b'>>('ams', ({ s, b, expected }) => expectClose(ams(s, b), expected, 4e-15, `AMS(${s}, ${b})`)),
  family<Pairs>('distance_correlation', ({ name, x, y, w, expected }) =>
    // Sums of 40 terms that cancel down to the inverse of their number, or its square with an outlier in each variable.
    expectClose(distanceCorrelation(Float64Array.from(x), Float64Array.from(y))(Uint8Array.from(w)), expected, 1e-11, name),
  ),
];
