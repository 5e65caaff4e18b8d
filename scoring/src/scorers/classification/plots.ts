import type { Plot } from '@unblind/contracts';
import { rankAgainstBackground } from '../../metrics/classification/class-rejection';
import { binConfidence } from '../../metrics/classification/confidence';
import { confusionMatrix } from '../../metrics/classification/confusion-matrix';
import { rocCurve } from '../../metrics/tagging/roc';
import { cornersOnly } from '../../metrics/tagging/roc-points';
import type { Resolution } from '../resolution';
import type { ClassificationSample } from './metrics';
import { rejectionSeries, reliabilityPlotOf } from '../tagging/plots';

export function classificationPlots(sample: ClassificationSample, resolution: Resolution): Plot[] {
  const { background } = sample;
  return [
    ...(background === null ? [] : rejectionPlots(sample, background, resolution)),
    reliabilityPlot(sample, resolution),
    confusionPlot(sample, resolution),
  ];
}

/** Bands of more curves than these hide each other. */
const mostBands = 4;

function withoutBand({ low: _low, high: _high, ...line }: Plot['series'][number]): Plot['series'][number] {
  return line;
}

/** One curve for each class that has events; none where the background has none. */
function rejectionPlots(sample: ClassificationSample, background: number, resolution: Resolution): Plot[] {
  const { names, counts } = sample;
  const signals = names.flatMap((name, k) => (k !== background && counts[k]! > 0 ? [{ name, k }] : []));
  if (counts[background] === 0 || signals.length === 0) return [];
  const curves = signals.map(({ name, k }) => {
    const { ranked } = rankAgainstBackground(sample, k, background);
    return rejectionSeries(name, rocCurve(ranked, cornersOnly(ranked)), resolution);
  });
  return [
    {
      id: 'roc',
      title: `Rejection of ${names[background]}`,
      kind: 'line',
      x: { label: 'signal efficiency', scale: 'linear' },
      y: { label: 'background rejection 1/eps_B', scale: 'log' },
      series: curves.map(({ series }) => (curves.length > mostBands ? withoutBand(series) : series)),
      ...(curves.some(({ missing }) => missing > 0)
        ? { note: `A curve ends where ${tooFew(resolution)} ${names[background]} pass any more.` }
        : {}),
    },
  ];
}

const tooFew = ({ leastEvents }: Resolution): string => (leastEvents > 1 ? `fewer than ${leastEvents} events of` : 'no events of');

function reliabilityPlot(sample: ClassificationSample, resolution: Resolution): Plot {
  const { binning, events } = binConfidence(sample);
  const classOf = Uint8Array.from(events, (event) => sample.labels[event]!);
  return {
    ...reliabilityPlotOf('classifier', binning, { classOf, classes: sample.names.length, resolution }),
    x: { label: 'mean probability of the predicted class', scale: 'linear' },
    y: { label: 'accuracy', scale: 'linear' },
  };
}

/** How the events of each class were classified, as fractions with three digits: counts could reveal single events. */
function confusionPlot(sample: ClassificationSample, { leastEvents }: Resolution): Plot {
  const { names, counts } = sample;
  const cells = [...confusionMatrix(sample).entries()].map(([at, count]) => ({
    x: at % names.length,
    y: Math.floor(at / names.length),
    count,
  }));
  const drawn = cells.filter(({ y, count }) => counts[y]! > 0 && (leastEvents === 1 || count >= leastEvents));
  const absent = names.filter((_, k) => counts[k] === 0);
  return {
    id: 'confusion',
    title: 'Confusion matrix',
    kind: 'matrix',
    x: { label: 'predicted class', scale: 'linear', categories: [...names] },
    y: { label: 'true class', scale: 'linear', categories: [...names] },
    series: [
      {
        label: 'classifier',
        x: drawn.map(({ x }) => x),
        y: drawn.map(({ y }) => y),
        z: drawn.map(({ y, count }) => Math.round((1000 * count) / counts[y]!) / 1000),
      },
    ],
    note: `The fraction of each true class: ${leastEvents > 1 ? `cells with fewer than ${leastEvents} events are left empty` : 'rows add up to one'}.${absent.length > 0 ? ` No event is of class ${absent.join(', ')}.` : ''}`,
  };
}
