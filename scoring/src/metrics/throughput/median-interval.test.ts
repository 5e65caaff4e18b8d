import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../../refusal';
import { medianWithInterval } from './median-interval';

const stream = namedStream('rounds');

describe('the interval of a median', () => {
  const ordered = (count: number) => Float64Array.from({ length: count }, (_, i) => count - i);

  // Exact coverages by summing the binomial: 0.750, 0.9375, 0.8906 (0.656 at the next order), 0.737, 0.797 (0.678).
  it.each([
    [3, 1],
    [5, 1],
    [10, 3],
    [20, 8],
    [50, 21],
  ])('of %i values lies between the %ith from each end', (count, k) => {
    expect(medianWithInterval(ordered(count))).toEqual({ value: (count + 1) / 2, low: k, high: count + 1 - k });
  });

  it('widens with the confidence: the 2nd and 9th of ten at 95 %, as in the tables of the sign test', () => {
    expect(medianWithInterval(ordered(10), 0.95)).toMatchObject({ low: 2, high: 9 });
  });

  it('is open for two values', () => {
    expect(medianWithInterval(Float64Array.of(1, 2))).toEqual({ value: 1.5, low: null, high: null });
  });

  it('covers the true median at least as often as it says, whatever the tails', () => {
    let covered = 0;
    for (let run = 0; run < 1000; run++) {
      const sample = Float64Array.from({ length: 25 }, () => Math.exp(2 * stream.normal()));
      const { low, high } = medianWithInterval(sample);
      if (low! <= 1 && 1 <= high!) covered++;
    }
    // Exactly 0.77 for k = 10 of 25 (0.576 for k = 11); 1000 runs know it to 1.5 %, three of those.
    expect(covered / 1000).toBeGreaterThan(0.68 - 0.045);
    expect(covered / 1000).toBeLessThan(0.82);
  });

  it('refuses nothing, and what is no number', () => {
    expect(() => medianWithInterval(new Float64Array(0))).toThrow(ScoringRefusal);
    expect(() => medianWithInterval(Float64Array.of(1, Infinity))).toThrow('Value 1 is Infinity.');
  });
});
