import { namedStream } from '@unblind/random';
import { impossibleClaims } from './claims';
import type { IntervalEstimates } from './interval-submission';

const signal = 129;

/** Experiments with mu between 0.1 and 3, each estimated to `spread` and given half a width of `delta`. */
function intervals(delta: number, { spread = delta, count = 400, seed = 'claims' } = {}): IntervalEstimates {
  const random = namedStream(seed);
  const muHats = Float64Array.from({ length: count }, () => random.uniformIn(0.1, 3) + spread * random.normal());
  return {
    muHats,
    deltaMuHats: new Float64Array(count).fill(delta),
    p16: muHats.map((m) => m - delta),
    p84: muHats.map((m) => m + delta),
  };
}

describe('what intervals claim', () => {
  it('is nothing to flag for honest ones, wide or as narrow as background allows, bounded at 0 or not', () => {
    for (const delta of [0.13, 0.2, 0.5]) {
      const honest = intervals(delta);
      expect(impossibleClaims(honest, signal)).toBeNull();
      expect(impossibleClaims({ ...honest, p16: honest.p16.map((low) => Math.max(0, low)) }, signal)).toBeNull();
    }
  });

  it('is flagged where an interval has no width', () => {
    const honest = intervals(0.2);
    expect(impossibleClaims({ ...honest, p84: honest.p84.map((high, i) => (i === 7 ? honest.p16[i]! : high)) }, signal)).toBe(
      '0.25 % of the intervals have no width.',
    );
  });

  it('is flagged where it is narrower than a count of the signal alone, which needs the expected signal', () => {
    // 2 sqrt(mu / 129) at mu = 1.55 is 0.22; known strengths with a width of 0.14 cover as often as one likes.
    const told = intervals(0.07, { spread: 0.001 });
    expect(impossibleClaims(told, signal)).toMatch(/^the mean width 0.140 is below 0.2\d*, that of a count of the signal/);
    expect(impossibleClaims(told)).toBeNull();
  });

  it('is flagged where the estimates scatter far less than they say', () => {
    const constant = { ...intervals(1), muHats: new Float64Array(400).fill(1.5) };
    expect(impossibleClaims(constant, signal)).toBe('the estimates scatter by 0.00 and claim 1.00, so they do not follow the events.');
    // Experiments that share one mu still scatter as they say.
    const random = namedStream('one mu');
    const muHats = Float64Array.from({ length: 100 }, () => 1 + 0.3 * random.normal());
    const shared = { muHats, deltaMuHats: muHats, p16: muHats.map((m) => m - 0.3), p84: muHats.map((m) => m + 0.3) };
    expect(impossibleClaims(shared, signal)).toBeNull();
  });
});
