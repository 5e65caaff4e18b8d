import { brokenTruth } from '../../broken-truth';
import { rankScores } from '../../metrics/tagging/ranked-scores';
import { emptyRoc, fillRoc } from '../../metrics/tagging/roc';
import { cornersOnly } from '../../metrics/tagging/roc-points';
import { forClasses, scorePrepared } from '../score-prepared';
import { flagReversed } from '../reversed-scores';
import { coarse, full } from '../resolution';
import { prepareTaggingMetric, type TaggingSample } from './metrics';
import { taggingPlots } from './plots';
import type { ScoreReport, ScoringContext } from '../types';

export interface TaggingTruth {
  /** 1 signal, 0 background. */
  readonly labels: Uint8Array;
  /** Jet mass in GeV, for mass sculpting and decorrelation. */
  readonly mass?: Float32Array | Float64Array;
}

/**
 * Scores a binary tagger. One sort serves the values, every bootstrap replicate and the plots.
 *
 * @param scores one per event, finite, larger is more signal-like
 * @throws ScoringRefusal for scores or labels that cannot be scored (`rankScores`), scores outside [0, 1] where
 *   calibration is asked for, and an unknown metric name (`metric-unknown`, names the nearest)
 * @throws PlatformFault for masses that do not fit the labels or are not finite
 */
export function scoreTagging(truth: TaggingTruth, scores: Float32Array | Float64Array, context: ScoringContext): ScoreReport {
  const ranked = rankScores(truth.labels, scores);
  const sample: TaggingSample = {
    ranked,
    corners: cornersOnly(ranked),
    mass: truth.mass ? checkMass(truth.mass, ranked.size) : null,
  };
  const metrics = context.metrics.map((name) => prepareTaggingMetric(name, sample));
  const roc = emptyRoc(sample.corners);
  const weigh = (weights: Uint8Array) => {
    fillRoc(roc, ranked, sample.corners, weights);
    return { weights, roc };
  };
  return {
    metrics: flagReversed(scorePrepared(forClasses(metrics, ranked.isSignal), ranked.order, weigh, context)),
    plots: taggingPlots(sample, coarse),
    fullPlots: taggingPlots(sample, full),
  };
}

function checkMass(mass: Float32Array | Float64Array, size: number): Float32Array | Float64Array {
  if (mass.length !== size) throw brokenTruth(`it has ${size} labels but ${mass.length} masses`);
  const index = mass.findIndex((value: number) => !Number.isFinite(value));
  if (index >= 0) throw brokenTruth(`the mass of event ${index} is ${mass[index]}`);
  return mass;
}
