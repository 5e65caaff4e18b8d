import type { PlainMetricOf, Plot } from '@unblind/contracts';
import { poissonBootstrap } from '../../bootstrap/poisson-bootstrap';
import { scoredMetric } from '../../bootstrap/scored-metric';
import { ams } from '../../metrics/selection/ams';
import { type SelectionPredictions, checkSelectionSubmission } from '../../metrics/selection/selection-submission';
import { type SelectionTruth, checkTruth } from '../../metrics/selection/event-weights';
import { type AmsCurve, amsCurve, largestAms, rankEvents, type RankedEvents } from '../../metrics/selection/threshold-scan';
import { entryOf } from '../metric-table';
import { coarse, full, type Resolution } from '../resolution';
import { unknownMetric } from '../unknown-metric';
import type { ScoreReport, ScoringContext } from '../types';

/** The scored events in the order of RankOrder, the most signal-like first. Those of Class s come first. */
interface Ranking {
  rankOrder: Float64Array;
  /** Truth row, weight and class at each position. */
  rows: Uint32Array;
  weights: Float64Array;
  isSignal: Uint8Array;
  /** Number of events of Class s. */
  selected: number;
}

interface SelectionMetric {
  readonly note: string;
  /** True if the metric depends on all scored events, not only on those of Class s. */
  readonly ofAll: boolean;
  readonly evaluate: (ranking: Ranking, weights: Float64Array, groups: RankedEvents) => number;
}

const metrics: Readonly<Record<PlainMetricOf<'selection'>, SelectionMetric>> = {
  ams: { note: 'Events of Class s; weights as the solution has them.', ofAll: false, evaluate: selectedAms },
  ams_best: {
    note: 'The largest AMS over all cuts on RankOrder. The cut is chosen on the scored events, so the value is biased upwards.',
    ofAll: true,
    evaluate: ({ isSignal }, weights, groups) => largestAms(groups, weights, isSignal),
  },
};

/**
 * Scores a HiggsML 2014 submission: `ams` at the participant's own selection, `ams_best` at the best cut on RankOrder. The
 * 68 % intervals are a Poisson bootstrap of the scored events.
 *
 * @throws ScoringRefusal with the row named (`checkSelectionSubmission`) and for an unknown metric; PlatformFault for a broken solution
 */
export function scoreSelection(truth: SelectionTruth, predictions: SelectionPredictions, context: ScoringContext): ScoreReport {
  const asked = context.metrics.map(metricOf);
  checkTruth(truth);
  const ranking = rankScoredEvents(truth, predictions);
  const groups = rankEvents(ranking.rankOrder);
  const drawn = asked.some(({ ofAll }) => ofAll) ? ranking.rows : ranking.rows.subarray(0, ranking.selected);
  const weighted = ranking.weights.slice();
  const { seed, replicates } = context;
  const vectors = poissonBootstrap({ seed, replicates, events: drawn, statistics: asked.length }, (counts) => {
    for (let i = 0; i < counts.length; i++) weighted[i] = counts[i]! * ranking.weights[i]!;
    return asked.map(({ evaluate }) => evaluate(ranking, weighted, groups));
  });
  const curve = amsCurve(groups, ranking.rankOrder, ranking.weights, ranking.isSignal);
  return {
    metrics: asked.map(({ name, note, evaluate }, i) =>
      scoredMetric({
        name,
        value: evaluate(ranking, ranking.weights, groups),
        replicates: context.replicates > 0 ? vectors[i]! : null,
        method: 'poisson-bootstrap',
        note,
      }),
    ),
    plots: [significancePlot(curve, ranking, coarse)],
    fullPlots: [significancePlot(curve, ranking, full)],
  };
}

function metricOf(name: string): SelectionMetric & { name: string } {
  const metric = entryOf<SelectionMetric>(metrics, name);
  if (!metric) throw unknownMetric('selection', name);
  return { name, ...metric };
}

function rankScoredEvents(truth: SelectionTruth, predictions: SelectionPredictions): Ranking {
  const { selected, rankOrder } = checkSelectionSubmission(truth, predictions);
  const rowOfRank = new Int32Array(rankOrder.length);
  rankOrder.forEach((rank, row) => (rowOfRank[rankOrder.length - rank] = row));
  const { scored } = truth;
  const rows = Uint32Array.from(scored ? rowOfRank.filter((row) => scored[row] === 1) : rowOfRank);
  return {
    rows,
    rankOrder: Float64Array.from(rows, (row) => rankOrder[row]!),
    weights: Float64Array.from(rows, (row) => truth.weights[row]!),
    isSignal: Uint8Array.from(rows, (row) => truth.isSignal[row]!),
    selected: rows.reduce((count, row) => count + selected[row]!, 0),
  };
}

function selectedAms({ isSignal, selected }: Ranking, weights: Float64Array): number {
  let signal = 0;
  let background = 0;
  for (let position = 0; position < selected; position++) {
    if (isSignal[position] === 1) signal += weights[position]!;
    else background += weights[position]!;
  }
  return ams(signal, background);
}

/** The approximate median significance against the selected fraction, at equally spaced cuts. */
function significancePlot(curve: AmsCurve, { selected }: Ranking, { cuts, leastEvents, tellsBest }: Resolution): Plot {
  const events = curve.selected.length;
  const points = Math.min(events, cuts);
  const spaced = Array.from({ length: points }, (_, i) => Math.floor(((i + 1) * events) / points) - 1);
  const shown = [...new Set(tellsBest ? [...spaced, curve.best] : spaced)].sort((a, b) => a - b);
  const fraction = (k: number) => curve.selected[k]! / events;
  return {
    id: 'ams',
    title: 'Approximate median significance',
    kind: 'line',
    x: { label: 'fraction of events selected', scale: 'linear' },
    y: { label: 'AMS', scale: 'linear' },
    series: [
      { label: 'cut on RankOrder', x: shown.map(fraction), y: shown.map((k) => curve.ams[k]!) },
      ...(selected >= leastEvents ? [{ label: 'Class s', x: [fraction(selected - 1)], y: [curve.ams[selected - 1]!] }] : []),
    ],
    ...(tellsBest
      ? { note: `Best: ${curve.ams[curve.best]!.toPrecision(5)} with ${curve.selected[curve.best]} of ${events} events selected.` }
      : {}),
  };
}
