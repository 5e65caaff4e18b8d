import type { Plot } from '@unblind/contracts';
import { namedStream } from '@unblind/random';
import { scoreAnomaly } from './anomaly/anomaly';
import { scoreClassification } from './classification/classification';
import { scoreSelection } from './selection/selection';
import { scoreTagging } from './tagging/tagging';
import type { ScoreReport } from './types';

const context = { replicates: 0, seed: 'plots' };
const stream = namedStream('coarse plots');
const [signals, backgrounds] = [300, 700];
const size = signals + backgrounds;
const labels = Uint8Array.from({ length: size }, (_, i) => (i < signals ? 1 : 0));
const scores = Float64Array.from(labels, (label) => 1 / (1 + Math.exp(2 - 4 * label + 1.5 * stream.normal())));
const mass = Float64Array.from(labels, () => 150 + 40 * stream.normal());

const tagging = scoreTagging({ labels, mass }, scores, { ...context, metrics: ['auc'] });
const anomaly = scoreAnomaly({ labels, mass }, scores, { ...context, metrics: ['auc'] });
const ids = Int32Array.from(labels, (_, i) => i);
const order = Array.from(ids).sort((a, b) => scores[a]! - scores[b]!);
const rankOrder = new Int32Array(size);
order.forEach((event, position) => (rankOrder[event] = position + 1));
const selection = scoreSelection(
  { eventIds: ids, isSignal: labels, weights: Float64Array.from(labels, (label) => (label === 1 ? 0.01 : 1)) },
  { eventIds: ids, rankOrder, classes: Array.from(scores, (score) => (score >= 0.5 ? 's' : 'b')) },
  { ...context, metrics: ['ams'] },
);
const probabilities = Float64Array.from({ length: 2 * size }, (_, i) => (i % 2 === 1 ? scores[i >> 1]! : 1 - scores[i >> 1]!));
const classification = scoreClassification({ labels, classes: ['QCD', 'top'], background: 'QCD' }, probabilities, {
  ...context,
  metrics: ['auc'],
});

const plotOf = ({ plots }: Pick<ScoreReport, 'plots'>, id: string): Plot => {
  const found = plots.find((plot) => plot.id === id);
  if (!found) throw new Error(`no plot ${id}`);
  return found;
};
const atFortieths = (x: readonly number[]) => x.every((at) => Math.abs(40 * at - Math.round(40 * at)) < 1e-9);

describe('plots that are shown while the truth is in use', () => {
  it('draw curves at 40 fixed efficiencies, each with its band, and only where ten background events pass', () => {
    for (const [report, id] of [
      [tagging, 'roc'],
      [classification, 'roc'],
      [anomaly, 'roc'],
      [anomaly, 'sic'],
    ] as const) {
      const [curve] = plotOf(report, id).series;
      const x = curve?.x ?? [];
      expect(x.length).toBeGreaterThan(10);
      expect(atFortieths(x)).toBe(true);
      expect([curve?.low?.length, curve?.high?.length]).toEqual([x.length, x.length]);
      const efficiencies = (curve?.y ?? []).map((y, i) => (id === 'roc' ? 1 / y : (x[i]! / y) ** 2));
      expect(Math.min(...efficiencies) * backgrounds).toBeGreaterThanOrEqual(10 - 1e-9);
    }
    // In full there is more to see, so that what is left out is a choice.
    const full = plotOf({ plots: tagging.fullPlots ?? [] }, 'roc').series[0];
    expect(full?.x.length).toBeGreaterThan(100);
  });

  it('have histograms of 20 bins or fewer, in which no bin of fewer than ten events shows', () => {
    for (const [report, id, bins, label, all] of [
      [tagging, 'scores', 20, 'signal', signals],
      [tagging, 'scores', 20, 'background', backgrounds],
      [anomaly, 'scores', 20, 'signal', signals],
      // The background that fails the cut: all but a few.
      [tagging, 'mass', 10, 'failing', backgrounds],
    ] as const) {
      const drawn = plotOf(report, id).series.find((series) => series.label === label);
      expect(drawn?.x).toHaveLength(bins);
      const shown = (drawn?.y ?? []).filter((fraction) => fraction > 0);
      expect(shown.length).toBeGreaterThan(1);
      expect(Math.min(...shown) * all).toBeGreaterThanOrEqual(10 - 1e-9);
    }
    expect(plotOf(tagging, 'scores').note).toContain('fewer than 10 events');
  });

  it('name no single event by the edge of a mass bin, and leave out bins of fewer than ten events', () => {
    const { series } = plotOf(anomaly, 'mass');
    const x = series[0]?.x ?? [];
    const widths = x.slice(1).map((at, i) => at - x[i]!);
    expect(Math.max(...widths)).toBeCloseTo(Math.min(...widths), 9);
    // One per cent of 700 background events are 7.
    expect(series.find(({ label }) => label === 'eps_B = 0.01')?.x).toEqual([]);
  });

  it('leave out calibration bins and cells of the confusion matrix with fewer than ten events', () => {
    expect(plotOf(tagging, 'reliability').series[0]?.x.length).toBeLessThanOrEqual(15);
    const cells = classification.plots.find(({ id }) => id === 'confusion')?.series[0];
    for (const [i, z] of (cells?.z ?? []).entries()) {
      const all = cells?.y[i] === 1 ? signals : backgrounds;
      expect(z * all).toBeGreaterThanOrEqual(9.5);
    }
  });

  it('draw the significance at 20 cuts and the own one, and do not tell the best', () => {
    const plot = plotOf(selection, 'ams');
    expect(plot.series.map(({ x }) => x.length)).toEqual([20, 1]);
    expect(plot.series[0]?.x).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) / 20));
    expect(plot.note).toBeUndefined();
    expect(plotOf(anomaly, 'sic').note).not.toContain('Largest');
    expect(plotOf({ plots: selection.fullPlots ?? [] }, 'ams').note).toContain('Best');
  });
});

describe('classes of different sizes', () => {
  const metrics = ['accuracy'];
  const value = ({ metrics: scored }: ScoreReport) => scored.map((metric) => metric.value);

  it('count equally in the accuracy, so that doubling the background does not change it', () => {
    const once = value(scoreTagging({ labels }, scores, { ...context, metrics }));
    const doubled = value(
      scoreTagging(
        { labels: Uint8Array.of(...labels, ...labels.subarray(signals)) },
        Float64Array.of(...scores, ...scores.subarray(signals)),
        {
          ...context,
          metrics,
        },
      ),
    );
    expect(doubled[0]).toBeCloseTo(once[0]!, 12);
    // By hand: the mean of the shares of signal above and of background at or below one half.
    const share = (label: number) => {
      const of = scores.filter((_, i) => labels[i] === label);
      return of.filter((score) => score > 0.5 === (label === 1)).length / of.length;
    };
    expect(once[0]).toBeCloseTo((share(0) + share(1)) / 2, 12);
  });
});
