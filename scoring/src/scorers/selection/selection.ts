import type { PlainMetricOf, Plot } from '@unblind/contracts';
import { ams } from '../../metrics/selection/ams';
import { type SelectionPredictions, checkSelectionSubmission } from '../../metrics/selection/selection-submission';
import { type SelectionTruth, checkTruth } from '../../metrics/selection/event-weights';
import { type AmsCurve, amsCurve, largestAms, rankEvents } from '../../metrics/selection/threshold-scan';
import { percent } from '../../numerics/percent';
import { entryOf, type Prepared } from '../metric-table';
import { scorePrepared } from '../score-prepared';
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
  readonly prepare: (ranking: Ranking) => Prepared<WeightedEvents>;
}

/** One weighting of the scored events: how often each one was drawn, by its position, and its weight times that. */
interface WeightedEvents {
  readonly counts: Uint8Array;
  readonly weights: Float64Array;
}

const metrics: Readonly<Record<PlainMetricOf<'selection'>, SelectionMetric>> = {
  ams: {
    prepare: (ranking) => ({
      evaluate: ({ weights }) => amsOfFirst(ranking.selected, ranking, weights),
      note: 'Events of Class s; weights as the solution has them.',
      withoutInterval: tooFewOf(ranking, ranking.selected),
    }),
  },
  ams_best: {
    prepare: (ranking) => {
      const groups = rankEvents(ranking.rankOrder);
      return {
        evaluate: ({ weights }) => largestAms(groups, weights, ranking.isSignal).ams,
        maximum: {
          best: ({ weights }) => largestAms(groups, weights, ranking.isSignal).selected / ranking.rows.length,
          at: ({ counts, weights }, share) => amsOfFirst(firstOfShare(counts, share), ranking, weights),
          replicateAt: (share) => amsAtShare(ranking, share),
          withoutInterval: (share) => tooFewOf(ranking, Math.round(share * ranking.rows.length)),
          describe: (share) => `${percent(share, 1)} of the events selected`,
        },
        note: 'The largest AMS over all cuts on RankOrder.',
      };
    },
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
  const weigh = weighing(ranking);
  const prepared = asked.map(({ name, prepare }) => ({ name, ...prepare(ranking) }));
  const curve = amsCurve(rankEvents(ranking.rankOrder), ranking.rankOrder, ranking.weights, ranking.isSignal);
  return {
    metrics: scorePrepared(prepared, ranking.rows, weigh, context),
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

/**
 * The weights of a replicate. The expected events of a split are known, and its weights are scaled to them: so are those of a replicate, class by
 * class. What varies is which share of them is selected.
 */
function weighing({ weights, isSignal }: Ranking): (counts: Uint8Array) => WeightedEvents {
  const weighted = weights.slice();
  const sums = (of: Float64Array) => {
    const total = [0, 0];
    of.forEach((weight, position) => (total[isSignal[position]!]! += weight));
    return total;
  };
  const expected = sums(weights);
  return (counts) => {
    for (let i = 0; i < counts.length; i++) weighted[i] = counts[i]! * weights[i]!;
    const drawn = sums(weighted);
    const scales = drawn.map((sum, label) => (sum > 0 && sum !== expected[label] ? expected[label]! / sum : 1));
    for (let i = 0; i < counts.length; i++) weighted[i]! *= scales[isSignal[i]!]!;
    return { counts, weights: weighted };
  };
}

/** The AMS of the events at the first positions. */
function amsOfFirst(selected: number, ranking: Ranking, weights: Float64Array): number {
  const { signal, background } = sumsOfFirst(selected, ranking, weights);
  return ams(signal, background);
}

function sumsOfFirst(selected: number, { isSignal }: Ranking, weights: Float64Array): { signal: number; background: number } {
  let signal = 0;
  let background = 0;
  for (let position = 0; position < selected; position++) {
    if (isSignal[position] === 1) signal += weights[position]!;
    else background += weights[position]!;
  }
  return { signal, background };
}

/** Half the width of the window around a share, in units of it, in which the density of events is measured. */
const densityWindow = 1 / 3;

/**
 * The AMS at a share of all events in replicates, at the position of the cut in the sample itself. If more or fewer are drawn there than the share,
 * the density of signal and background around the cut gives what they are at the share; a cut of each replicate's own would add its roughness.
 */
function amsAtShare(ranking: Ranking, share: number): (weighted: WeightedEvents) => number {
  const events = ranking.rows.length;
  const [at, below, above] = [1, 1 - densityWindow, 1 + densityWindow].map((of) => Math.min(events, Math.round(of * share * events)));
  const [from, to] = [below!, above!].map((selected) => sumsOfFirst(selected, ranking, ranking.weights));
  const per = (of: 'signal' | 'background') => (above! > below! ? ((to![of] - from![of]) / (above! - below!)) * events : 0);
  const density = { signal: per('signal'), background: per('background') };
  return ({ counts, weights }) => {
    const sums = sumsOfFirst(at!, ranking, weights);
    const missing = share - shareOfFirst(counts, at!);
    return ams(Math.max(0, sums.signal + missing * density.signal), Math.max(0, sums.background + missing * density.background));
  };
}

function shareOfFirst(counts: Uint8Array, selected: number): number {
  let first = 0;
  let all = 0;
  for (let position = 0; position < counts.length; position++) {
    all += counts[position]!;
    if (position < selected) first += counts[position]!;
  }
  return first / all;
}

/**
 * Of fewer selected events, the bootstrap does not know how much they may vary. It is not the selected signal or background that is counted: an
 * interval that depended on their chance would not cover.
 */
const leastSelected = 50;

function tooFewOf({ isSignal }: Ranking, selected: number): string | undefined {
  if (selected < leastSelected) return `Fewer than ${leastSelected} events are selected: no interval.`;
  const signal = isSignal.subarray(0, selected).reduce((count, label) => count + label, 0);
  return signal === 0 || signal === selected ? 'All selected events are of one class: no interval.' : undefined;
}

/** How many positions hold a share of all that was drawn. */
function firstOfShare(counts: Uint8Array, share: number): number {
  const wanted = Math.round(share * counts.reduce((sum, count) => sum + count, 0));
  let position = 0;
  for (let passed = 0; position < counts.length && passed < wanted; position++) passed += counts[position]!;
  return position;
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
