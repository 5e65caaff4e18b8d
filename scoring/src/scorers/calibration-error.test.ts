import { namedStream } from '@unblind/random';
import { pairedDifference } from '../comparison';
import { scoreTagging } from './tagging/tagging';

/** Scores with labels drawn from them, moved towards 1 by `off`; `off` 0 is calibrated by construction. */
function jets(seed: string, count: number, off: number): { labels: Uint8Array; scores: Float64Array } {
  const stream = namedStream(seed);
  const scores = Float64Array.from({ length: count }, () => stream.uniform());
  const labels = scores.map((score) => (stream.uniform() < score ? 1 : 0));
  return { labels: Uint8Array.from(labels), scores: scores.map((score) => score + off * score * (1 - score)) };
}

const context = { metrics: ['ece'], replicates: 100, seed: 'ece' };
const errorOf = ({ labels, scores }: ReturnType<typeof jets>, replicates = 100) =>
  scoreTagging({ labels }, scores, { ...context, replicates }).metrics[0]!;

/** The root of the mean of (off p (1 - p))^2 for uniform p. */
const truth = (off: number): number => off * Math.sqrt(1 / 30);

describe('the calibration error', () => {
  it.each([
    [2000, 0],
    [2000, 0.2],
    [2000, 0.5],
  ])('of %d jets covers the truth in 68 %% of toys where the scores are off by %d', (count, off) => {
    const toys = 300;
    let covered = 0;
    for (let toy = 0; toy < toys; toy++) {
      const { low, high } = errorOf(jets(`ece/${count}/${off}/${toy}`, count, off), 4);
      if (low! <= truth(off) && truth(off) <= high!) covered++;
    }
    // 300 toys: a standard deviation of 2.7 %; three of them.
    expect(Math.abs(covered / toys - 0.68)).toBeLessThan(0.081);
  });

  it('has no interval on fewer than 500 events of a class, whose bins may hold single ones, and says so', () => {
    const { value, low, high, note } = errorOf(jets('few', 200, 0.2));
    expect({ value, low, high, note }).toEqual({
      value: expect.any(Number),
      low: null,
      high: null,
      note: expect.stringContaining('Fewer than 500 events of a class: no interval.'),
    });
  });

  it('tests calibration with a p-value that is uniform where the scores are calibrated, and small where they are not', () => {
    const pValue = (note = '') => Number(/Calibrated: p [=<] ([\d.e-]+)\./.exec(note)?.[1]);
    const values = Array.from({ length: 200 }, (_, toy) => pValue(errorOf(jets(`test/${toy}`, 2000, 0), 0).note));
    // 5 % of 200 are 10 with a standard deviation of 3.1; a half are 100 with one of 7.1. Three of each.
    expect(Math.abs(values.filter((value) => value < 0.05).length - 10)).toBeLessThan(9.3);
    expect(Math.abs(values.filter((value) => value < 0.5).length - 100)).toBeLessThan(21);
    expect(errorOf(jets('wrong', 2000, 0.5), 0).note).toContain('Calibrated: p < 0.001');
  });

  it('has differences on both sides of zero for two models that are calibrated alike', () => {
    const one = jets('alike', 2000, 0);
    const two = { ...one, scores: one.scores.map((score) => score * (1 + 0.02 * (1 - score))) };
    const { low, high, pValue } = pairedDifference(errorOf(two), errorOf(one));
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(pValue).toBeGreaterThan(0.05);
  });
});
