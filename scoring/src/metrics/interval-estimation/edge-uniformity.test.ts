import { namedStream } from '@unblind/random';
import { edgeUniformity } from './edge-uniformity';
import type { IntervalSet } from './interval-submission';

const range = [0.1, 3] as const;
const mu = Float64Array.of(0.2, 0.8, 1.1, 1.5, 1.9, 2.2, 2.9);

const perSet = 200;

/** Honest intervals of width 0.4, then changed. */
function setsOf(seed: string, change: (bound: number) => number): IntervalSet[] {
  const random = namedStream(seed);
  return Array.from(mu, (value) => {
    const muHats = Float64Array.from({ length: perSet }, () => value + 0.2 * random.normal());
    const p16 = muHats.map((muHat) => change(muHat - 0.2));
    const p84 = muHats.map((muHat) => change(muHat + 0.2));
    return { muHats, deltaMuHats: new Float64Array(perSet).fill(0.2), p16, p84 };
  });
}

describe('intervals near the ends of the range of mu', () => {
  const honest = (bound: number) => Math.max(1e-6, bound);

  it('lie as elsewhere for an honest method: the p-value is rarely small', () => {
    // Only the upper end: at the lower one the positive bound acts here too.
    const values = Array.from({ length: 40 }, (_, i) => edgeUniformity(mu.slice(1), setsOf(`honest ${i}`, honest).slice(1), range));
    expect(values.filter((value) => value < 0.05).length).toBeLessThanOrEqual(7);
    expect(Math.min(...values)).toBeGreaterThan(1e-4);
  });

  it('may be too narrow, more so near an end: that is for the coverage to say', () => {
    const narrow = setsOf('narrow', honest).slice(1);
    const last = narrow.at(-1)!;
    const overconfident = [
      ...narrow.slice(0, -1),
      { ...last, p16: last.muHats.map((m) => m - 0.14), p84: last.muHats.map((m) => m + 0.14) },
    ];
    expect(edgeUniformity(mu.slice(1), overconfident, range)).toBeGreaterThan(0.01);
  });

  it('are seen where they are clipped to it', () => {
    const clipped = setsOf('clipped', (bound) => Math.min(3, Math.max(0.1, bound)));
    expect(edgeUniformity(mu, clipped, range)).toBeLessThan(1e-3);
  });

  it('are left out at the lower end where an interval starts at the physical bound 0', () => {
    const [lowest] = setsOf('physical', (bound) => Math.max(0, bound));
    const middle = setsOf('physical', honest)[2]!;
    expect(edgeUniformity(Float64Array.of(0.2, 1.1), [lowest!, middle], range)).toBeNaN();
  });

  it('say nothing where no set is near an end', () => {
    expect(edgeUniformity(mu.slice(1, 6), setsOf('none', honest).slice(1, 6), range)).toBeNaN();
  });
});
