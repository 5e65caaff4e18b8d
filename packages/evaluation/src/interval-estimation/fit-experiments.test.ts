import { fitExperiments } from './fit-experiments';

/** Two bins of the score, the upper one only for signal: an event there, where nothing is expected, can be fitted by no signal strength. */
const templates = (signal: number) => ({
  edges: Float64Array.of(0.3, 0.6),
  model: {
    nuisances: [],
    processes: [
      { name: 'signal', signal: true, nominal: Float64Array.of(2, 0, signal), effects: {} },
      { name: 'background', signal: false, nominal: Float64Array.of(20, 0, 5), effects: {} },
    ],
  },
});
const usual = [...Array.from({ length: 22 }, () => 0.1), ...Array.from({ length: 9 }, () => 0.9)];

it('counts an experiment whose fit does not converge as not covering, as wide as the others, and refuses nobody for it', () => {
  const { intervals, failed } = fitExperiments(templates(4), [usual, [...usual, 0.5], usual]);
  const [muHat = NaN, low = NaN, high = NaN, failedHat, failedLow = NaN, failedHigh = NaN] = intervals;
  expect(failed).toBe(1);
  expect([muHat > low, high > muHat]).toEqual([true, true]);
  expect(failedHat).toBe(0);
  // No signal strength is negative.
  expect(failedHigh).toBeLessThan(0);
  expect(failedHigh - failedLow).toBeCloseTo(high - low, 12);
});

it('refuses scores of which no experiment can be fitted, and says why', () => {
  expect(() => fitExperiments(templates(4), [[...usual, 0.5]])).toThrow('expects no events in a bin that holds some');
});
