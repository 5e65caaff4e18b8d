import { namedStream } from '@unblind/random';
import { pairedDifference } from '../../comparison';
import { scoreAnomaly } from '../../scorers/anomaly/anomaly';
import { signalEfficiencyAt } from '../anomaly/signal-efficiency';
import { backgroundEfficiencyAt } from './background-rejection';
import { rankScores } from './ranked-scores';
import { rateAtCut } from './rate-at-cut';
import { rocCurve } from './roc';

const stream = namedStream('rate at a cut');

/** Signal at about 2 and background at about 0, with scores on a grid of this spacing, where it is not 0. */
function events(signal: number, background: number, spacing = 0) {
  const labels = new Uint8Array(signal + background).fill(1, 0, signal);
  const scores = Float64Array.from(labels, (label) => {
    const score = stream.normal() + 2 * label;
    return spacing > 0 ? spacing * Math.round(score / spacing) : score;
  });
  return { labels, scores };
}

describe('the rate at a cut', () => {
  it.each([0, 0.5])('is that of the curve itself for unit weights, also where scores are equal (spacing %d)', (spacing) => {
    const { labels, scores } = events(200, 1800, spacing);
    const roc = rocCurve(rankScores(labels, scores));
    for (const rate of [0.01, 0.1, 0.5, 1]) {
      const signal = rateAtCut(roc, { held: 'background', rate, rateAt: signalEfficiencyAt });
      expect(signal(roc)).toBeCloseTo(signalEfficiencyAt(roc, rate), 12);
      const background = rateAtCut(roc, { held: 'signal', rate, rateAt: backgroundEfficiencyAt });
      expect(background(roc)).toBeCloseTo(backgroundEfficiencyAt(roc, rate), 12);
    }
  });

  it('loses signal where more background is drawn at the cut, and gains it where less is', () => {
    const { labels, scores } = events(200, 1800);
    const ranked = rankScores(labels, scores);
    const nominal = rocCurve(ranked);
    const cut = scores.filter((_, i) => labels[i] === 0).sort()[1800 - 18]!;
    const drawn = (weight: number) =>
      rocCurve(
        ranked,
        undefined,
        Float64Array.from(labels, (label, i) => (label === 0 && scores[i]! >= cut ? weight : 1)),
      );
    const signal = rateAtCut(nominal, { held: 'background', rate: 0.01, rateAt: signalEfficiencyAt });
    expect(signal(drawn(2))).toBeLessThan(signal(nominal));
    expect(signal(drawn(0.5))).toBeGreaterThan(signal(nominal));
  });

  it('is 0 where nothing of the measured class passes, so that a rejection is infinite', () => {
    const labels = Uint8Array.of(1, 1, 1, 0, 0, 0);
    const roc = rocCurve(rankScores(labels, Float64Array.of(9, 8, 7, 3, 2, 1)));
    expect(rateAtCut(roc, { held: 'signal', rate: 0.5, rateAt: backgroundEfficiencyAt })(roc)).toBe(0);
  });

  it('makes differences of two detectors cover, which replicates with cuts of their own made too wide', () => {
    const toys = 250;
    let covered = 0;
    for (let toy = 0; toy < toys; toy++) {
      const { labels, scores } = events(300, 2700);
      const context = { metrics: ['signal-efficiency@0.01'], replicates: 60, seed: `toy/${toy}` };
      // Both are as good: noise of the same size is added to each.
      const [one, two] = [0, 1].map(() => {
        const noisy = scores.map((score) => score + 0.3 * stream.normal());
        return scoreAnomaly({ labels }, noisy, context).metrics[0]!;
      });
      const { low, high } = pairedDifference(one!, two!);
      if (low! <= 0 && 0 <= high!) covered++;
    }
    // 250 toys: a standard deviation of 2.9 %; three of them. With cuts of their own 80 % were covered.
    expect(Math.abs(covered / toys - 0.68)).toBeLessThan(0.088);
  });
});
