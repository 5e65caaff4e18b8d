import { throughputScore } from './throughput-score';

describe('the throughput score', () => {
  it('agrees with the results of the competition to the digits of their published times and accuracies', () => {
    // Accuracy has 3 digits: the score moves by ln(...)^0.5 * 0.0005 = 0.0013 at most.
    expect(Math.abs((throughputScore(0.944, 0.56) ?? 0) - 1.1727)).toBeLessThan(2e-3);
    expect(Math.abs((throughputScore(0.944, 1.11) ?? 0) - 1.1145)).toBeLessThan(2e-3);
    expect(Math.abs((throughputScore(0.928, 7.21) ?? 0) - 0.9007)).toBeLessThan(2e-3);
  });

  it('is 0 below an accuracy of one half and has no value beyond 600 s or without a time', () => {
    expect(throughputScore(0.4999, 1)).toBe(0);
    expect(throughputScore(0.5, 1)).toBe(0);
    expect(throughputScore(0.9, 600)).toBeGreaterThan(0);
    expect(throughputScore(0.9, 600.1)).toBeNull();
    expect(throughputScore(0.9, 0)).toBeNull();
    expect(throughputScore(0.9, -1)).toBeNull();
    expect(() => throughputScore(NaN, 1)).toThrow(RangeError);
  });
});
