import type { Plot } from '@unblind/contracts';
import { poissonBootstrap } from '../../bootstrap/poisson-bootstrap';
import { scoredMetric } from '../../bootstrap/scored-metric';
import { ams } from '../../metrics/selection/ams';
import { type SelectionPredictions, checkSelectionSubmission } from '../../metrics/selection/selection-submission';
import { type SelectionTruth, checkTruth } from '../../metrics/selection/event-weights';
import { type AmsCurve, amsCurve, largestAms, rankEvents } from '../../metrics/selection/threshold-scan';
import { unknownMetric } from '../metric-name';
import type { ScoreReport, ScoringContext } from '../types';

/** The scored events in the order of RankOrder, the most signal-like first. Those of Class s come first. */
interface Ranking {
  rankOrder: Float64Array;
  /** Truth row, weight and class at each position. */
  rows: Uint32Array;
  weights: Float64Array;
  isSignal: Uint8Array;
  /** How many of them have Class s. */
  selected: number;
}

const notes: Record<string, string> = {
  ams: 'Events of Class s; weights as the solution has them.',
  ams_best: 'The largest AMS over all cuts on RankOrder. The cut is chosen on the scored events, so the value is biased upwards.',
};
export const selectionMetricNames = Object.keys(notes);

/**
 * Scores a HiggsML 2014 submission: `ams` at the participant's own selection, `ams_best` at the best cut on RankOrder. The
 * 68 % intervals are a Poisson bootstrap of the scored events.
 *
 * @throws ScoringRefusal with the row named (`checkSelectionSubmission`) and for an unknown metric; PlatformFault for a broken solution
 */
export function scoreSelection(truth: SelectionTruth, predictions: SelectionPredictions, context: ScoringContext): ScoreReport {
  const unknown = context.metrics.find((name) => !selectionMetricNames.includes(name));
  if (unknown !== undefined) throw unknownMetric(unknown, selectionMetricNames);
  checkTruth(truth);
  const ranking = rankScoredEvents(truth, predictions);
  const groups = rankEvents(ranking.rankOrder);
  const needsScan = context.metrics.includes('ams_best');
  const weighted = ranking.weights.slice();
  const vectors = poissonBootstrap(
    context.seed,
    context.replicates,
    needsScan ? ranking.rows : ranking.rows.subarray(0, ranking.selected),
    2,
    (counts) => {
      for (let i = 0; i < counts.length; i++) weighted[i] = counts[i]! * ranking.weights[i]!;
      return [selectedAms(ranking, weighted), needsScan ? largestAms(groups, weighted, ranking.isSignal) : NaN];
    },
  );
  const curve = amsCurve(groups, ranking.rankOrder, ranking.weights, ranking.isSignal);
  const values: Record<string, number> = { ams: selectedAms(ranking, ranking.weights), ams_best: curve.ams[curve.best]! };
  return {
    metrics: context.metrics.map((name) =>
      scoredMetric({
        name,
        value: values[name]!,
        replicates: context.replicates > 0 ? vectors[selectionMetricNames.indexOf(name)]! : null,
        method: 'poisson-bootstrap',
        note: notes[name],
      }),
    ),
    plots: [significancePlot(curve, ranking)],
  };
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

const plotPoints = 400;

/** The approximate median significance curve against the selected fraction, thinned to a few hundred points. */
function significancePlot(curve: AmsCurve, { selected }: Ranking): Plot {
  const events = curve.selected.length;
  const thinned = Array.from(
    { length: Math.min(events, plotPoints) },
    (_, i) => Math.floor(((i + 1) * events) / Math.min(events, plotPoints)) - 1,
  );
  const shown = [...new Set([...thinned, curve.best])].sort((a, b) => a - b);
  const fraction = (k: number) => curve.selected[k]! / events;
  return {
    id: 'ams',
    title: 'Approximate median significance',
    kind: 'line',
    x: { label: 'fraction of events selected', scale: 'linear' },
    y: { label: 'AMS', scale: 'linear' },
    series: [
      { label: 'cut on RankOrder', x: shown.map(fraction), y: shown.map((k) => curve.ams[k]!) },
      ...(selected > 0 ? [{ label: 'Class s', x: [fraction(selected - 1)], y: [curve.ams[selected - 1]!] }] : []),
    ],
    note: `Best: ${curve.ams[curve.best]!.toPrecision(5)} with ${curve.selected[curve.best]} of ${events} events selected.`,
  };
}
