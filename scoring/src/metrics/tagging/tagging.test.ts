import fc from 'fast-check';
import { accuracy, correctlyTagged, roundHalfEven } from './accuracy';
import { auc } from './auc';
import { backgroundEfficiencyAt } from './background-rejection';
import { binForCalibration, expectedCalibrationError, reliability } from './calibration';
import { rankScores } from './ranked-scores';
import { rocCurve } from './roc';
import { cornersOnly } from './roc-points';

/** Labels of both classes and probabilities, many of them tied. */
const tagged = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 })), { minLength: 2, maxLength: 120 }).map((events) => ({
  labels: Uint8Array.from(events, ([signal], i) => (i < 2 ? i : signal ? 1 : 0)),
  scores: Float64Array.from(events, ([, score]) => score / 40),
}));

const roc = (labels: Uint8Array, scores: Float64Array, weights?: Float64Array) => rocCurve(rankScores(labels, scores), undefined, weights);
const ones = (size: number) => new Uint8Array(size).fill(1);
const efficiencies = [0.01, 0.1, 0.3, 0.5, 0.77, 1];

/** The definition: every pair of a signal and a background event, ties one half. */
function aucByPairs(labels: Uint8Array, scores: Float64Array, weights: Float64Array): number {
  let won = 0;
  let pairs = 0;
  scores.forEach((score, i) => {
    if (labels[i] === 0) return;
    scores.forEach((other, j) => {
      if (labels[j] === 1) return;
      const weight = weights[i]! * weights[j]!;
      pairs += weight;
      won += weight * (score > other ? 1 : score === other ? 0.5 : 0);
    });
  });
  return won / pairs;
}

describe('the metrics of a tagger', () => {
  it('have the AUC that counting pairs gives, with any weights', () => {
    fc.assert(
      fc.property(tagged, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 120, maxLength: 120 }), ({ labels, scores }, raw) => {
        const weights = Float64Array.from(scores, (_, i) => raw[i]! / 4);
        // Quarters are exact; a division is left.
        expect(auc(roc(labels, scores, weights))).toBeCloseTo(aucByPairs(labels, scores, weights), 14);
      }),
    );
  });

  it('read an event of weight 2 as two events', () => {
    fc.assert(
      fc.property(tagged, ({ labels, scores }) => {
        const twice = <T extends Uint8Array | Float64Array>(values: T, Type: { from(values: number[]): T }) =>
          Type.from([...values, ...Array.from(values).slice(0, 7)]);
        const doubled = roc(twice(labels, Uint8Array), twice(scores, Float64Array));
        const weighted = roc(
          labels,
          scores,
          Float64Array.from(scores, (_, i) => (i < 7 ? 2 : 1)),
        );
        expect(auc(weighted)).toBe(auc(doubled));
        for (const at of efficiencies) expect(backgroundEfficiencyAt(weighted, at)).toBe(backgroundEfficiencyAt(doubled, at));
      }),
    );
  });

  it('leave AUC and rejections alone under a monotone transform', () => {
    fc.assert(
      fc.property(tagged, ({ labels, scores }) => {
        const before = roc(labels, scores);
        const after = roc(
          labels,
          scores.map((score) => Math.exp(3 * score) - 40),
        );
        expect(after.signal).toEqual(before.signal);
        expect(after.background).toEqual(before.background);
      }),
    );
  });

  it('leave everything alone under a permutation of the events', () => {
    fc.assert(
      fc.property(tagged, ({ labels, scores }) => {
        const [forwards, backwards] = [rankScores(labels, scores), rankScores(labels.slice().reverse(), scores.slice().reverse())];
        const all = (ranked: typeof forwards) => {
          const curve = rocCurve(ranked);
          return [
            auc(curve),
            accuracy(correctlyTagged(ranked), ones(ranked.size)),
            ...efficiencies.map((at) => backgroundEfficiencyAt(curve, at)),
            ...(['positive', 'confidence'] as const).map((convention) =>
              // Sums within a bin run in another order.
              expectedCalibrationError(binForCalibration(ranked, convention), ones(ranked.size)).toFixed(12),
            ),
          ];
        };
        expect(all(backwards)).toEqual(all(forwards));
      }),
    );
  });

  it('turn the AUC around when the score is turned around', () => {
    fc.assert(
      fc.property(tagged, ({ labels, scores }) => {
        expect(
          auc(
            roc(
              labels,
              scores.map((score) => -score),
            ),
          ) + auc(roc(labels, scores)),
        ).toBeCloseTo(1, 14);
      }),
    );
  });

  it('lose nothing when only the corners of the curve are kept', () => {
    fc.assert(
      fc.property(tagged, ({ labels, scores }) => {
        const ranked = rankScores(labels, scores);
        const [all, corners] = [rocCurve(ranked), rocCurve(ranked, cornersOnly(ranked))];
        expect(corners.signal.length).toBeLessThanOrEqual(all.signal.length);
        expect(auc(corners)).toBe(auc(all));
        for (const at of efficiencies) expect(backgroundEfficiencyAt(corners, at)).toBe(backgroundEfficiencyAt(all, at));
      }),
    );
  });

  it('let more background through at a higher signal efficiency, and all of it at 1', () => {
    fc.assert(
      fc.property(tagged, ({ labels, scores }) => {
        const curve = roc(labels, scores);
        const passed = efficiencies.map((at) => backgroundEfficiencyAt(curve, at));
        passed.slice(1).forEach((efficiency, i) => expect(efficiency).toBeGreaterThanOrEqual(passed[i]! - 1e-15));
        expect(passed.at(-1)).toBe(1);
      }),
    );
  });

  it('keep the calibration error between 0 and 1 and count every event in one bin', () => {
    fc.assert(
      fc.property(tagged, ({ labels, scores }) => {
        const ranked = rankScores(labels, scores);
        for (const convention of ['positive', 'confidence'] as const) {
          const binning = binForCalibration(ranked, convention);
          const bins = reliability(binning, ones(ranked.size));
          expect(bins.reduce((sum, { weight }) => sum + weight, 0)).toBe(ranked.size);
          const error = expectedCalibrationError(binning, ones(ranked.size));
          expect(error).toBeGreaterThanOrEqual(0);
          expect(error).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('round half to even', () => {
    expect([-1.5, -0.5, 0.5, 1.5, 2.5, 0.49999999999999994, 0.5000000000000001].map((x) => Math.abs(roundHalfEven(x)))).toEqual([
      2, 0, 0, 2, 2, 0, 1,
    ]);
  });
});
