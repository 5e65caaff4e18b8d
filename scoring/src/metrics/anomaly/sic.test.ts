import fc from 'fast-check';
import { namedStream } from '@unblind/random';
import { rankScores } from '../tagging/ranked-scores';
import { rocCurve, type Roc } from '../tagging/roc';
import { cornersOnly } from '../tagging/roc-points';
import { cutSpectrum, equallyFilledEdges, massSculpting, selectedAt, spectrumBins } from './mass-spectrum';
import { maxSic, sicPoint } from './sic';
import { lastPointWithin, sicAt, signalEfficiencyAt } from './signal-efficiency';

/** At least one event of each class, with many ties. */
const labelled = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -8, max: 8 })), { minLength: 2, maxLength: 80 })
  .filter((events) => events.some(([label]) => label === 0) && events.some(([label]) => label === 1));

function curve(events: [number, number][], transform = (score: number) => score): Roc {
  const labels = Uint8Array.from(events, ([label]) => label);
  return rocCurve(
    rankScores(
      labels,
      Float64Array.from(events, ([, score]) => transform(score)),
    ),
  );
}

const allPoints = (roc: Roc) => Array.from(roc.background, (_, point) => sicPoint(roc, point));

const efficiencies = [0.001, 0.01, 0.1, 0.5, 0.9];

describe('the significance improvement', () => {
  it('does not change under a monotone transform of the scores or another order of the events', () => {
    fc.assert(
      fc.property(labelled, (events) => {
        const all = (roc: Roc) => [maxSic(roc, { above: 0.1 }), ...efficiencies.map((at) => sicAt(roc, at))];
        expect(all(curve(events, (score) => Math.exp(score / 3)))).toEqual(all(curve(events)));
        expect(all(curve(events.toReversed()))).toEqual(all(curve(events)));
      }),
    );
  });

  it('has a maximum that is a point of its curve, that no other point exceeds, and that a higher floor never raises', () => {
    fc.assert(
      fc.property(labelled, (events) => {
        const roc = curve(events);
        const floors = [0, 0.05, 0.2, 0.6];
        const maxima = floors.map((above) => maxSic(roc, { above })?.sic ?? NaN);
        floors.forEach((floor, i) => {
          const allowed = allPoints(roc).filter(({ backgroundEfficiency }) => backgroundEfficiency > floor);
          expect(maxima[i]).toBeCloseTo(Math.max(...allowed.map(({ sic }) => sic)), 12);
        });
        // Two points may have the same s^2 / b, and eps_S / sqrt(eps_B) that differ by the rounding of a quotient, a root and a quotient.
        const rounding = 4 * Number.EPSILON;
        maxima.slice(1).forEach((maximum, i) => expect(maximum).toBeLessThanOrEqual(maxima[i]! * (1 + rounding)));
        // No cut at all has SIC 1.
        expect(maxima.at(-1)).toBeGreaterThanOrEqual(1 - rounding);
      }),
    );
  });

  it('needs every threshold: between the corners of the curve lies the cut at the floor', () => {
    // 5 signal events, then 10 background events, then one more signal event.
    const labels = Uint8Array.from({ length: 16 }, (_, i) => (i < 5 || i === 15 ? 1 : 0));
    const ranked = rankScores(
      labels,
      Float64Array.from(labels, (_, i) => -i),
    );
    expect(maxSic(rocCurve(ranked), { above: 0.15 })?.background).toBe(2);
    expect(maxSic(rocCurve(ranked, cornersOnly(ranked)), { above: 0.15 })?.background).toBe(10);
  });

  it('does not exist where fewer background events than the floor exist', () => {
    const roc = curve([
      [1, 3],
      [0, 2],
      [0, 1],
    ]);
    expect(maxSic(roc, { events: 3 })).toBeNull();
    expect(maxSic(roc, { events: 2 })?.sic).toBe(1);
  });

  it('has the relative error of a thousand repeated experiments', () => {
    const stream = namedStream('repeated');
    const [signal, background, epsS, epsB] = [200, 4000, 0.3, 0.01];
    const values = Array.from({ length: 1000 }, () => stream.poisson(signal * epsS) / Math.sqrt(stream.poisson(background * epsB)));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const roc = { signal: Float64Array.of(0, signal * epsS, signal), background: Float64Array.of(0, background * epsB, background) };
    // The standard deviation of 1,000 values is known to 2.2 %, its linear propagation is good to a few percent here.
    expect(deviation / mean / maxSic(roc, { above: 0 })!.relativeError).toBeCloseTo(1, 0.9);
  });
});

describe('the signal efficiency at a background efficiency', () => {
  it('rises from the first vertical part of the curve to 1, and the cut within it never lets more through', () => {
    fc.assert(
      fc.property(labelled, (events) => {
        const roc = curve(events);
        const values = efficiencies.map((at) => signalEfficiencyAt(roc, at));
        expect(values.every((value, i) => value >= (values[i - 1] ?? 0) - 1e-15)).toBe(true);
        expect(signalEfficiencyAt(roc, 1)).toBe(1);
        for (const at of efficiencies) expect(roc.background[lastPointWithin(roc, at)]! / roc.background.at(-1)!).toBeLessThanOrEqual(at);
      }),
    );
  });
});

describe('the spectrum of the background after a cut', () => {
  const stream = namedStream('spectrum');
  const labels = Uint8Array.from({ length: 4000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
  const mass = Float64Array.from(labels, () => 3.3 + 0.4 * stream.uniform());
  const sculptingOf = (scores: Float64Array) => {
    const ranked = rankScores(labels, scores);
    const roc = rocCurve(ranked);
    const edges = equallyFilledEdges(ranked, mass, 10);
    const points = Uint32Array.from(roc.signal, (signal, k) => signal + roc.background[k]!);
    const bins = spectrumBins(ranked, mass, edges);
    return massSculpting(cutSpectrum(bins, 10, selectedAt(roc, points, 0.1), new Uint8Array(4000).fill(1)));
  };

  it('is unchanged by a score that knows nothing of the mass, and sculpted by the mass itself', () => {
    expect(sculptingOf(Float64Array.from(labels, () => stream.normal()))).toBeLessThan(0.02);
    // A tenth of the background in one bin of ten: JSD of (1, 0, ...) and (0.1, ...) in bits.
    const [p, q] = [0.1, 0.55];
    expect(sculptingOf(mass)).toBeCloseTo((Math.log2(1 / q) + p * Math.log2(p / q) + 9 * p * 1) / 2, 2);
  });

  it('counts every background event once before the cut', () => {
    const ranked = rankScores(labels, mass);
    const edges = equallyFilledEdges(ranked, mass, 10);
    const { before } = cutSpectrum(spectrumBins(ranked, mass, edges), 10, 100, new Uint8Array(4000).fill(1));
    expect(Array.from(before)).toEqual(new Array(10).fill(360));
  });

  it('has no bins where all masses are equal', () => {
    const ranked = rankScores(labels, mass);
    const same = mass.map(() => 3.5);
    const edges = equallyFilledEdges(ranked, same, 10);
    expect(edges).toEqual([3.5]);
    expect(massSculpting(cutSpectrum(spectrumBins(ranked, same, edges), 0, 100, new Uint8Array(4000)))).toBeNaN();
  });
});
