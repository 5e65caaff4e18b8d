import { keysOf, type ChallengeKind, type ScoredMetric, type timedMetrics as declared } from '@unblind/contracts';
import { withContention } from '../metrics/throughput/contention';
import { latencyPercentile } from '../metrics/throughput/early-stopping';
import { medianWithInterval } from '../metrics/throughput/median-interval';
import { meanTime, medianRate, speedRatio, type TimingBlock } from '../metrics/throughput/speed-ratio';
import { trackingTimes } from './tracking-times';

/** What was measured in one scenario. Times are seconds per query (a row or a set). */
interface TimedScenario {
  /** What was measured between two loads of the models: n + 1 slices of the reference around n of the submission. */
  blocks: readonly { reference: Float64Array; submission: Float64Array; wall: Float64Array }[];
  /** Seconds of each of the submission's calls; single-stream only. */
  latencies: Float64Array;
}

/** A timing, with times in seconds. */
export interface Timing {
  scenarios: { offline?: TimedScenario | undefined; 'single-stream'?: TimedScenario | undefined };
  loadSeconds: number;
  firstSeconds: number;
  /** Null if it was not measured. */
  memoryBytes: number | null;
}

export interface TimedMetricsOptions {
  kind: ChallengeKind;
  /** A different seed for each measurement. */
  seed: string;
  replicates: number;
  /** The scored metrics with their replicates, which a kind may combine with the time. */
  quality: readonly ScoredMetric[];
}

type SharedMetric = keyof typeof declared;

interface Measured {
  timing: Timing;
  /** The offline scenario; for challenges of sets, which have no batches, the single-stream scenario. */
  fastest: TimedScenario | undefined;
  single: TimedScenario | undefined;
  seed: string;
  replicates: number;
}

/** What kinds of challenges compute from the scored metrics and the mean time of one query. */
const ownTimes: Partial<Record<ChallengeKind, typeof trackingTimes>> = { tracking: trackingTimes };

/** Each metric from a timing; undefined if the scenario that it needs was not run. */
const measures: Readonly<Record<SharedMetric, (name: SharedMetric, measured: Measured) => ScoredMetric | undefined>> = {
  'throughput.ratio': (name, { fastest, ...measured }) => fastest && ratio(name, fastest, measured),
  'latency.ratio': (name, { single, ...measured }) => single && ratio(name, single, measured),
  'throughput.rate': (name, { fastest, seed, replicates }) => fastest && medianRate(name, blocksOf(fastest), seed, replicates),
  'latency.p50': (name, { single }) =>
    single && { name, ...medianWithInterval(single.latencies), method: 'order-statistics', replicates: null },
  'latency.p90': (name, { single }) => single && latencyBound(name, single.latencies, 0.9),
  'latency.p99': (name, { single }) => single && latencyBound(name, single.latencies, 0.99),
  'load.seconds': (name, { timing }) => once(name, timing.loadSeconds, 'The first load in a fresh process.'),
  'first.seconds': (name, { timing }) => once(name, timing.firstSeconds, 'The first call after the load.'),
  'memory.bytes': (name, { timing }) =>
    once(name, timing.memoryBytes, 'The largest memory that the model added to the process, with the largest batch.'),
};

/** The metrics of a timing. Times are in seconds, memory in bytes, rates in samples (or sets) per second. */
export function timedMetrics(timing: Timing, { kind, seed, replicates, quality }: TimedMetricsOptions): ScoredMetric[] {
  const { offline, 'single-stream': single } = timing.scenarios;
  const measured = { timing, fastest: offline ?? single, single, seed, replicates };
  const shared = keysOf(measures).flatMap((name) => measures[name](name, measured) ?? []);
  const perQuery = single && meanTime('seconds', blocksOf(single), seed, replicates);
  return [...shared, ...(perQuery ? (ownTimes[kind]?.(quality, perQuery) ?? []) : [])];
}

function ratio(name: SharedMetric, scenario: TimedScenario, { seed, replicates }: Pick<Measured, 'seed' | 'replicates'>): ScoredMetric {
  return withContention(speedRatio(name, blocksOf(scenario), seed, replicates), shareOfOthers(scenario));
}

const blocksOf = ({ blocks }: TimedScenario): TimingBlock[] =>
  blocks.map(({ reference, submission }) => ({ reference, model: submission }));

/** The share of the core's time that other processes used during the submission's slices. */
function shareOfOthers({ blocks }: TimedScenario): number {
  const total = (of: 'submission' | 'wall') => blocks.reduce((sum, block) => sum + block[of].reduce((a, b) => a + b, 0), 0);
  return Math.max(0, 1 - total('submission') / total('wall'));
}

function latencyBound(name: SharedMetric, all: Float64Array, percentile: number): ScoredMetric {
  const bound = latencyPercentile(all, percentile);
  const note = bound
    ? `Upper bound at 99 % confidence from ${all.length} queries, by MLPerf's early-stopping rule.`
    : `${all.length} queries are too few for MLPerf's early-stopping rule, which needs 64 for p90 and 662 for p99.`;
  return { name, value: bound?.estimate ?? null, low: null, high: null, method: 'early-stopping', note, replicates: null };
}

function once(name: SharedMetric, value: number | null, note: string): ScoredMetric {
  return { name, value, low: null, high: null, method: 'single-measurement', note, replicates: null };
}
