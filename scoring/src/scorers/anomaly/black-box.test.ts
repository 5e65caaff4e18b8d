import type { BlackBox } from '../../metrics/anomaly/black-box-answer';
import { scoreBlackBox } from './black-box';

const box: BlackBox = {
  hasSignal: true,
  quantities: { mass: { low: 2500, high: 6000, value: 3823 }, heavy: { low: 80, high: 900, value: null } },
};
const metrics = ['bits', 'discovery-bits', 'pull-mass', 'pull-heavy'];
const values = (of: BlackBox, pValue: number, estimates: Parameters<typeof scoreBlackBox>[1]['estimates'] = {}) =>
  Object.fromEntries(scoreBlackBox(of, { pValue, estimates }, metrics).metrics.map(({ name, value }) => [name, value]));

describe('an answer about a black box', () => {
  it('that says nothing scores nothing', () => {
    expect(values(box, 1)).toEqual({ bits: 0, 'discovery-bits': 0, 'pull-mass': null, 'pull-heavy': null });
  });

  it('that finds the mass scores the discovery and what the estimate says beyond the announced range', () => {
    const { bits, 'discovery-bits': discovery, 'pull-mass': pull } = values(box, 1e-8, { mass: { value: 3800, uncertainty: 46 } });
    expect(pull).toBeCloseTo(0.5, 12);
    expect(discovery).toBeCloseTo(1, 4);
    // log2 of 3,500 GeV times the normal density 0.352 / 46 at half a standard deviation, with weight 0.99, and 0.01 of the range.
    expect((bits ?? NaN) - (discovery ?? NaN)).toBeCloseTo(
      Math.log2(0.99 * ((3500 * Math.exp(-0.125)) / (46 * Math.sqrt(2 * Math.PI))) + 0.01),
      9,
    );
  });

  it('that claims a discovery in an empty box pays for it', () => {
    const empty: BlackBox = { hasSignal: false, quantities: box.quantities };
    expect(values(empty, 2.9e-7).bits).toBeLessThan(-14);
    expect(values(empty, 0.6).bits).toBe(0);
  });

  it('is refused for a metric that is none', () => {
    expect(() => scoreBlackBox(box, { pValue: 1, estimates: {} }, ['pull-spin'])).toThrow("'pull-spin' is no metric");
  });
});
