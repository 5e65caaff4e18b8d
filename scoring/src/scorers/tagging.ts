import type { ScoredMetric } from '@unblind/contracts';
import { poissonBootstrap } from '../bootstrap/poisson-bootstrap';
import { scoredMetric } from '../bootstrap/scored-metric';
import { rankScores } from '../metrics/tagging/ranked-scores';
import { emptyRoc, fillRoc } from '../metrics/tagging/roc';
import { cornersOnly } from '../metrics/tagging/roc-points';
import { ScoringRefusal } from '../refusal';
import { prepareTaggingMetric, type TaggingMetric, type TaggingSample } from './tagging-metrics';
import { taggingPlots } from './tagging-plots';
import type { ScoreReport, ScoringContext } from './types';

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
 */
export function scoreTagging(truth: TaggingTruth, scores: Float32Array | Float64Array, context: ScoringContext): ScoreReport {
  const ranked = rankScores(truth.labels, scores);
  const sample: TaggingSample = {
    ranked,
    corners: cornersOnly(ranked),
    labels: truth.labels,
    mass: truth.mass ? checkMass(truth.mass, ranked.size) : null,
  };
  const metrics = context.metrics.map((name) => prepareTaggingMetric(name, sample));
  return { metrics: evaluate(sample, metrics, context), plots: taggingPlots(sample) };
}

function evaluate(sample: TaggingSample, metrics: readonly TaggingMetric[], context: ScoringContext): ScoredMetric[] {
  const { ranked, corners } = sample;
  const roc = emptyRoc(corners);
  const evaluateAll = (weights: Uint8Array) => {
    fillRoc(roc, ranked, corners, weights);
    return metrics.map((metric) => metric.evaluate({ weights, roc }));
  };
  const values = evaluateAll(new Uint8Array(ranked.size).fill(1));
  const vectors = poissonBootstrap(context.seed, context.replicates, ranked.order, metrics.length, evaluateAll);
  return metrics.map(({ name, isDistance, note, whyUnscored }, i) =>
    scoredMetric({
      name,
      value: values[i] ?? NaN,
      replicates: context.replicates > 0 ? (vectors[i] ?? null) : null,
      method: 'poisson-bootstrap',
      isDistance,
      note,
      whyUnscored,
    }),
  );
}

function checkMass(mass: Float32Array | Float64Array, size: number): Float32Array | Float64Array {
  if (mass.length !== size) throw new ScoringRefusal('length-mismatch', `The truth has ${size} labels but ${mass.length} masses.`);
  const index = mass.findIndex((value: number) => !Number.isFinite(value));
  if (index < 0) return mass;
  throw new ScoringRefusal('not-finite', `Mass ${index} of the truth is ${mass[index]}.`, index);
}
