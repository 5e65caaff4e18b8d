import { brokenTruth } from '../../broken-truth';
import { rankScores } from '../../metrics/tagging/ranked-scores';
import { emptyRoc, fillRoc } from '../../metrics/tagging/roc';
import { everyThreshold } from '../../metrics/tagging/roc-points';
import { type AnomalySample, prepareAnomalyMetric } from './metrics';
import { anomalyPlots } from './plots';
import { forClasses, scorePrepared } from '../score-prepared';
import { flagReversed } from '../reversed-scores';
import { coarse, full } from '../resolution';
import type { ScoreReport, ScoringContext } from '../types';

export interface AnomalyTruth {
  /** 1 signal, 0 background, of the events in the signal region. */
  readonly labels: Uint8Array;
  /** Invariant mass mjj of each event in any unit, for sculpting. */
  readonly mass?: Float32Array | Float64Array;
}

/**
 * Scores an anomaly detector by its scores on labelled events. One sort serves the values, every bootstrap replicate and the plots.
 *
 * Metrics: `auc`; `max-sic`, the largest SIC with eps_B above a floor (`max-sic@1e-4`; 0.001 where none is
 * given), which the note states with the cut it was found at; `sic@eps_B`, `signal-efficiency@eps_B`, `mass-sculpting@eps_B` at a
 * background efficiency; `dark-machines`, the largest SIC at eps_B = 1e-2, 1e-3, 1e-4.
 *
 * @param scores one per event, finite, larger is more anomalous
 * @throws ScoringRefusal for scores or labels that cannot be scored (`rankScores`) and an unknown metric name (`metric-unknown`,
 *   names the nearest)
 * @throws PlatformFault for masses that do not fit the labels or are not finite
 */
export function scoreAnomaly(truth: AnomalyTruth, scores: Float32Array | Float64Array, context: ScoringContext): ScoreReport {
  const ranked = rankScores(truth.labels, scores);
  // All thresholds, because the floor of max-sic is crossed between the corners.
  const points = everyThreshold(ranked);
  const sample: AnomalySample = { ranked, points, mass: truth.mass ? checkMass(truth.mass, ranked.size) : null };
  const metrics = context.metrics.map((name) => prepareAnomalyMetric(name, sample));
  const roc = emptyRoc(points);
  const weigh = (weights: Uint8Array) => {
    fillRoc(roc, ranked, points, weights);
    return { weights, roc };
  };
  return {
    metrics: flagReversed(scorePrepared(forClasses(metrics, ranked.isSignal), ranked.order, weigh, context)),
    plots: anomalyPlots(sample, coarse),
    fullPlots: anomalyPlots(sample, full),
  };
}

function checkMass(mass: Float32Array | Float64Array, size: number): Float32Array | Float64Array {
  if (mass.length !== size) throw brokenTruth(`it has ${size} labels but ${mass.length} masses`);
  const index = mass.findIndex((value: number) => !Number.isFinite(value));
  if (index >= 0) throw brokenTruth(`the mass of event ${index} is ${mass[index]}`);
  return mass;
}
