import fc from 'fast-check';
import { ScoringRefusal } from '../../refusal';
import { nullOdds, scoreAnswer, scoreEstimate, type BlackBox } from './black-box-answer';

const quantities = { mZp: { low: 2000, high: 6000, value: 3823 }, events: { low: 0, high: 2000, value: 834 } };
const withSignal: BlackBox = { hasSignal: true, quantities };
const empty: BlackBox = {
  hasSignal: false,
  quantities: { mZp: { ...quantities.mZp, value: null }, events: { ...quantities.events, value: null } },
};
const silent = { pValue: 1, estimates: {} };
const fiveSigma = 2.866515718791933e-7;

describe('the score of a black-box answer', () => {
  it('is 0 for an answer that says nothing, whatever is in the box', () => {
    expect(scoreAnswer(withSignal, silent).bits).toBe(0);
    expect(scoreAnswer(empty, silent).bits).toBe(0);
  });

  it('wins at most 1 bit for a discovery, and loses 15.4 for one of five sigma that is not there', () => {
    const claim = { pValue: fiveSigma, estimates: {} };
    expect(scoreAnswer(withSignal, claim).bits).toBeCloseTo(1, 4);
    expect(scoreAnswer(empty, claim).bits).toBeCloseTo(-15.4, 1);
  });

  it('costs ever more the surer a false claim is, and stays finite down to the smallest p-value', () => {
    const costs = [0.3, 1e-3, 1e-7, 1e-30, 5e-324].map((pValue) => scoreAnswer(empty, { pValue, estimates: {} }).bits);
    expect([...costs].sort((a, b) => b - a)).toEqual(costs);
    expect(costs.every(Number.isFinite)).toBe(true);
  });

  it('makes a habit of claiming 8.2 sigma worse than silence, unless nearly every box holds a signal', () => {
    // One entry of the Olympics printed 8.2 sigma from no toy of 10,000; (k + 1) / (N + 1) would have been 3.7 sigma.
    const printed = { pValue: 1.2e-16, estimates: {} };
    const honest = { pValue: 1 / 10_001, estimates: {} };
    const overBoxes = (answer: typeof printed) => scoreAnswer(withSignal, answer).bits * 9 + scoreAnswer(empty, answer).bits;
    expect(overBoxes(printed)).toBeLessThan(-30);
    expect(overBoxes(honest)).toBeGreaterThan(0);
  });

  it('is proper for the probability of a signal: nothing pays more than the belief itself', () => {
    const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(inside, inside, (belief, stated) => {
        const expectation = (signalProbability: number) => {
          const answer = { pValue: 0.5, signalProbability, estimates: {} };
          return belief * scoreAnswer(withSignal, answer).bits + (1 - belief) * scoreAnswer(empty, answer).bits;
        };
        expect(expectation(belief)).toBeGreaterThanOrEqual(expectation(stated) - 1e-12);
      }),
    );
  });

  it('pays the error bar that is true on average: neither a smaller nor a larger one', () => {
    // Expectation over a normal error of 50 GeV, summed on a grid.
    const expectation = (uncertainty: number) => {
      let sum = 0;
      for (let z = -5; z <= 5; z += 0.01) {
        const density = (0.01 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
        sum += density * scoreEstimate({ value: 3800 + 50 * z, uncertainty }, 3800, quantities.mZp).bits;
      }
      return sum;
    };
    for (const wrong of [10, 25, 40, 65, 100, 400]) expect(expectation(50)).toBeGreaterThan(expectation(wrong));
    expect(expectation(50)).toBeGreaterThan(4);
  });

  it('caps what one bad error bar costs, and leaves estimates alone where there is no signal', () => {
    const answer = { pValue: 1e-3, estimates: { mZp: { value: 3500, uncertainty: 0.1 } } };
    const scored = scoreAnswer(withSignal, answer);
    expect(scored.estimates.mZp?.pull).toBeCloseTo(3230, 8);
    expect(scored.estimates.mZp?.bits).toBeCloseTo(Math.log2(0.01), 12);
    expect(scored.bits).toBeCloseTo(scored.discoveryBits + Math.log2(0.01), 12);
    expect(scoreAnswer(empty, answer)).toMatchObject({
      estimates: { mZp: null },
      bits: scoreAnswer(empty, { ...answer, estimates: {} }).bits,
    });
  });

  it('does not depend on the unit of a quantity', () => {
    const inGeV = scoreEstimate({ value: 3700, uncertainty: 80 }, 3823, { low: 2000, high: 6000 });
    const inTeV = scoreEstimate({ value: 3.7, uncertainty: 0.08 }, 3.823, { low: 2, high: 6 });
    expect(inTeV.bits).toBeCloseTo(inGeV.bits, 10);
  });

  it('reads a p-value no stronger than the evidence it can be', () => {
    expect(nullOdds(0.5)).toBe(1);
    expect(nullOdds(Math.exp(-1))).toBeCloseTo(1, 12);
    // Sellke, Bayarri and Berger: p = 0.05 leaves odds of at least 0.407, a probability of 0.289 for the null.
    expect(nullOdds(0.05)).toBeCloseTo(0.407, 3);
    expect(scoreAnswer(empty, { pValue: 0.05, estimates: {} }).signalProbability).toBeCloseTo(1 - 0.289, 3);
  });

  it('refuses a p-value of 0, certainty, estimates without an error, and quantities nobody asked for', () => {
    const refused = (answer: object) => () => scoreAnswer(withSignal, { ...silent, ...answer });
    for (const pValue of [0, -0.1, 1.1, NaN]) expect(refused({ pValue })).toThrow(`The p-value is ${pValue}`);
    for (const signalProbability of [0, 1, NaN]) expect(refused({ signalProbability })).toThrow(ScoringRefusal);
    expect(refused({ estimates: { mZp: { value: NaN, uncertainty: 1 } } })).toThrow("The value of 'mZp' is NaN");
    for (const uncertainty of [0, -1, NaN, Infinity]) {
      expect(refused({ estimates: { mZp: { value: 3800, uncertainty } } })).toThrow(`The uncertainty of 'mZp' is ${uncertainty}`);
    }
    expect(refused({ estimates: { mass: { value: 1, uncertainty: 1 } } })).toThrow("'mass' is not asked for; known are mZp, events");
    expect(refused({ estimates: { toString: { value: 1, uncertainty: 1 } } })).toThrow("'toString' is not asked for");
  });
});
