import { namedStream } from '@unblind/random';
import { edgeUniformity } from './edge-uniformity';
import type { IntervalEstimates } from './interval-submission';

const range = [0.1, 3] as const;
const experiments = 1400;

/** Honest intervals of width 0.4, then changed, for experiments with mu between `from` and 3. */
function experimentsOf(seed: string, change: (bound: number) => number, from = 0.5): { mu: Float64Array; estimates: IntervalEstimates } {
  const random = namedStream(seed);
  const mu = Float64Array.from({ length: experiments }, () => random.uniformIn(from, 3));
  const muHats = mu.map((value) => value + 0.2 * random.normal());
  const [p16, p84] = [muHats.map((muHat) => change(muHat - 0.2)), muHats.map((muHat) => change(muHat + 0.2))];
  return { mu, estimates: { muHats, deltaMuHats: new Float64Array(experiments).fill(0.2), p16, p84 } };
}
const test = ({ mu, estimates }: ReturnType<typeof experimentsOf>) => edgeUniformity(mu, estimates, range);

describe('intervals near the ends of the range of mu', () => {
  const honest = (bound: number) => Math.max(1e-6, bound);

  it('lie as elsewhere for an honest method: the p-value is rarely small', () => {
    // Only the upper end: at the lower one the positive bound acts here too.
    const values = Array.from({ length: 40 }, (_, i) => test(experimentsOf(`honest ${i}`, honest)));
    expect(values.filter((value) => value < 0.05).length).toBeLessThanOrEqual(7);
    expect(Math.min(...values)).toBeGreaterThan(1e-4);
  });

  it('may be too narrow, more so near an end: that is for the coverage to say', () => {
    const { mu, estimates } = experimentsOf('narrow', honest);
    const { muHats } = estimates;
    const half = (i: number) => (mu[i]! > 2.6 ? 0.14 : 0.2);
    const overconfident = { ...estimates, p16: muHats.map((m, i) => m - half(i)), p84: muHats.map((m, i) => m + half(i)) };
    expect(edgeUniformity(mu, overconfident, range)).toBeGreaterThan(0.01);
  });

  it('are seen where they are clipped to it', () => {
    expect(test(experimentsOf('clipped', (bound) => Math.min(3, Math.max(0.1, bound)), 0.1))).toBeLessThan(1e-3);
  });

  it('are left out at the lower end where an interval starts at the physical bound 0', () => {
    // Without the upper end there is nothing left to test.
    const { mu, estimates } = experimentsOf('physical', (bound) => Math.max(0, bound), 0.1);
    const below = Array.from(mu.keys()).filter((i) => mu[i]! < 2);
    const taken = (values: Float64Array) => Float64Array.from(below, (i) => values[i]!);
    const { muHats, deltaMuHats, p16, p84 } = estimates;
    const lower = { muHats: taken(muHats), deltaMuHats: taken(deltaMuHats), p16: taken(p16), p84: taken(p84) };
    expect(edgeUniformity(taken(mu), lower, range)).toBeNaN();
  });

  it('say nothing where no experiment is near an end', () => {
    const { mu, estimates } = experimentsOf('none', honest);
    expect(edgeUniformity(mu, estimates, [-2, 6])).toBeNaN();
  });
});
