import type { ChallengeKind, ScoredMetric } from '@unblind/contracts';
import type { OnnxTiming, ScenarioTiming } from '@unblind/sandbox';
import {
  latencyPercentile,
  meanTime,
  medianRate,
  medianWithInterval,
  speedRatio,
  withContention,
  type TimingBlock,
} from '@unblind/scoring';
import { kindOf } from '../kinds';

export interface TimedMetricsOptions {
  kind: ChallengeKind;
  /** Another for each measurement. */
  seed: string;
  replicates: number;
  /** The scored metrics, with their replicates: what a kind combines with the time. */
  quality: readonly ScoredMetric[];
}

/** What a timing says in numbers. Times are in seconds, memory in bytes, rates in samples (or sets) per second. */
export function timedMetrics(timing: OnnxTiming, { kind, seed, replicates, quality }: TimedMetricsOptions): ScoredMetric[] {
  const { offline, 'single-stream': single } = timing.scenarios;
  const metrics: ScoredMetric[] = [];
  // A challenge of sets knows no batches: there one query after another is all there is.
  const fastest = offline ?? single;
  if (fastest) {
    metrics.push(withContention(speedRatio('throughput.ratio', blocksOf(fastest), seed, replicates), shareOfOthers(fastest)));
    metrics.push(medianRate('throughput.rate', blocksOf(fastest), seed, replicates));
  }
  if (single) {
    metrics.push(withContention(speedRatio('latency.ratio', blocksOf(single), seed, replicates), shareOfOthers(single)));
    metrics.push(...latencies(single.latencies));
    const perQuery = meanTime('seconds_per_event', blocksOf(single), seed, replicates);
    metrics.push(...(kindOf(kind).timed?.(quality, perQuery) ?? []));
  }
  metrics.push(once('load.seconds', timing.loadSeconds, 'The first load in a fresh process.'));
  metrics.push(once('first.seconds', timing.firstSeconds, 'The first call after the load.'));
  metrics.push(once('memory.bytes', timing.memoryBytes, 'What the model added to the process at most, with the largest batch.'));
  return metrics;
}

const blocksOf = ({ blocks }: ScenarioTiming): TimingBlock[] =>
  blocks.map(({ reference, submission }) => ({ reference, model: submission }));

/** Of the core, while the submission had its turns. */
function shareOfOthers({ blocks }: ScenarioTiming): number {
  const total = (of: 'submission' | 'wall') => blocks.reduce((sum, block) => sum + block[of].reduce((a, b) => a + b, 0), 0);
  return Math.max(0, 1 - total('submission') / total('wall'));
}

function latencies(all: Float64Array): ScoredMetric[] {
  const median = { name: 'latency.p50', ...medianWithInterval(all), method: 'order-statistics', replicates: null };
  return [median, ...([0.9, 0.99] as const).map((percentile) => latencyBound(all, percentile))];
}

function latencyBound(all: Float64Array, percentile: number): ScoredMetric {
  const bound = latencyPercentile(all, percentile);
  const note = bound
    ? `Upper bound at 99 % confidence from ${all.length} queries, by MLPerf's early-stopping rule.`
    : `${all.length} queries are too few for MLPerf's early-stopping rule, which needs 64 for p90 and 662 for p99.`;
  const name = `latency.p${Math.round(100 * percentile)}`;
  return { name, value: bound?.estimate ?? null, low: null, high: null, method: 'early-stopping', note, replicates: null };
}

function once(name: string, value: number | null, note: string): ScoredMetric {
  return { name, value, low: null, high: null, method: 'single-measurement', note, replicates: null };
}
