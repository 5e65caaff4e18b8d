import { namedStream } from '@unblind/random';
import { meanTime, medianRate, pairwiseRatios, speedRatio, type TimingBlock } from './speed-ratio';

const stream = namedStream('rounds');
/** A machine with a long tail: now and then somebody else has the core. */
const noise = () => Math.exp(0.1 * stream.normal()) * (stream.uniform() < 0.2 ? 2 : 1);
const times = (length: number, time: number, of: () => number = noise) => Float64Array.from({ length }, () => time * of());
const block = (model: number, of = noise): TimingBlock => ({ reference: times(31, 1, of), model: times(30, model, of) });

describe('the speed relative to a reference', () => {
  it('does not see a machine that slows down steadily', () => {
    // Twice the reference's speed, while everything takes 1 % longer each turn.
    const slowing = (turn: number) => 1.01 ** turn;
    const reference = Float64Array.from({ length: 31 }, (_, i) => slowing(2 * i));
    const model = Float64Array.from({ length: 30 }, (_, i) => slowing(2 * i + 1) / 2);
    // Exactly symmetric around 2 on a log scale: 2 x 1.01 and 2 / 1.01, whose mean is the median.
    expect(speedRatio('ratio', [{ reference, model }], 's', 0).value).toBeCloseTo(1.01 + 1 / 1.01, 12);
  });

  it('of a model to itself is 1, however long the tail of the noise', () => {
    const blocks = Array.from({ length: 200 }, () => block(1));
    // 12,000 ratios with a spread of 0.3 in their bulk: 0.4 %, three of those. The mean of two references would give 1.08.
    expect(Math.abs((speedRatio('ratio', blocks, 's', 0).value ?? 0) - 1)).toBeLessThan(0.012);
  });

  it('has an interval that covers the truth when each load of the models has its own luck', () => {
    let covered = 0;
    for (let run = 0; run < 300; run++) {
      const blocks = Array.from({ length: 8 }, () => {
        const luck = Math.exp(0.05 * stream.normal());
        return block(luck / 3);
      });
      const { low, high } = speedRatio('ratio', blocks, `run ${run}`, 100);
      if (low! <= 3 && 3 <= high!) covered++;
    }
    // 300 runs know it to 2.7 %; three of those. Rounds as if independent: below 0.4.
    expect(Math.abs(covered / 300 - 0.68)).toBeLessThan(0.081);
  });

  it('pairs each time with the reference before and after it', () => {
    expect([...pairwiseRatios({ reference: Float64Array.of(2, 4, 6), model: Float64Array.of(1, 2) })]).toEqual([2, 4, 2, 3]);
    expect(() => pairwiseRatios({ reference: Float64Array.of(1, 1), model: Float64Array.of(1, 1) })).toThrow('2 rounds need 3 times');
    expect(() => pairwiseRatios({ reference: Float64Array.of(1, NaN), model: Float64Array.of(1) })).toThrow('Time 1 is NaN.');
    expect(() => speedRatio('ratio', [], 's', 10)).toThrow('There is no round');
  });
});

test('a rate is one over the median time, with no interval from a single load', () => {
  expect(medianRate('rate', [{ model: Float64Array.of(0.5, 0.25, 0.125) }], 's', 50)).toMatchObject({ value: 4, low: null, high: null });
});

test('a mean time is the mean over all rounds, with what two blocks know of their spread', () => {
  const blocks = [{ model: Float64Array.of(1, 3) }, { model: Float64Array.of(5, 7) }];
  const { value, low, high, method } = meanTime('time', blocks, 's', 2000);
  expect({ value, method }).toEqual({ value: 4, method: 'block-bootstrap' });
  // Blocks of 2 and 6: a standard error of 2, times Student's 1.84 for one degree of freedom. 2,000 replicates know it to 2 %.
  expect(Math.abs((high! - 4) / (2 * 1.84) - 1)).toBeLessThan(0.06);
  expect(low! + high!).toBeCloseTo(8, 12);
});
