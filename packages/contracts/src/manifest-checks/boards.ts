import { parseGate, type Gate } from '../gate';
import type { MetricOrder } from '../kinds';
import { describeMetric, orderText, plainText } from '../kinds/describe-metric';
import { findMetric, orderOfMetric } from '../kinds/find-metric';
import type { ManifestFile } from '../manifest';
import { boardOrder } from '../manifest-metrics';
import { derivedMetric, parseMetricName, underlyingMetric } from '../metric-name';
import { nearest } from '../nearest';
import { timedMetricsOf } from '../throughput';
import { didYouMean, duplicates } from './one-of';

type BoardInFile = ManifestFile['scoring']['boards'][number];

export function checkBoards(manifest: ManifestFile): string[] {
  const { boards } = manifest.scoring;
  return [
    ...duplicates(boards.map(({ id }) => id)).map((id) => `scoring.boards: '${id}' appears twice`),
    ...boards.flatMap((board) => [...checkBy(manifest, board), ...checkOrder(manifest, board), ...checkGate(manifest, board)]),
  ];
}

function checkBy({ kind, scoring, submission }: ManifestFile, { id, by }: BoardInFile): string[] {
  const where = `scoring.boards.${id}.by`;
  const { metrics, throughput, variations } = scoring;
  const metric = underlyingMetric(by);
  const timed = timedMetricsOf(kind);
  if (!throughput && timed.includes(metric)) return [`${where}: '${metric}' is measured only where there is a scoring.throughput`];
  const measured = [...metrics, ...(throughput ? timed : [])];
  if (!measured.includes(metric)) {
    const all = measured.flatMap((name) => [name, derivedMetric('worst', name)]);
    return [`${where}: '${metric}' is not one of scoring.metrics: ${measured.join(', ')}${didYouMean(nearest(by, all))}`];
  }
  const { derivation } = parseMetricName(by);
  if ((derivation === 'worst' || derivation === 'quadrature') && variations.length === 0)
    return [`${where}: '${by}' needs scoring.variations, and there is none`];
  if ((derivation === 'ensemble' || derivation === 'spread') && !submission.seeds)
    return [`${where}: '${by}' needs submission.seeds, which allow several trainings`];
  return [];
}

function checkOrder({ kind }: ManifestFile, { id, by, order }: BoardInFile): string[] {
  const where = `scoring.boards.${id}`;
  const known = orderOfMetric(kind, by);
  if (known === null) {
    // An unknown metric has been reported already.
    const missing = kind === 'custom' && order === undefined;
    return missing ? [`${where}.order: is missing; only you know whether of '${by}' lower (asc) or higher (desc) is better`] : [];
  }
  const right = boardOrder(known);
  if (right === null) return [`${where}.by: '${by}' is ${orderText(known)}, so neither its highest nor its lowest value ranks first`];
  return order === undefined || order === right
    ? []
    : [`${where}.order: '${order}' is wrong for '${by}', of which ${orderText(known)}: write '${right}' or leave it out`];
}

function checkGate({ kind, scoring: { metrics } }: ManifestFile, { id, gate }: BoardInFile): string[] {
  if (gate === undefined) return [];
  const where = `scoring.boards.${id}.gate`;
  const parsed = parseGate(gate);
  if (!parsed || !metrics.includes(parsed.metric)) {
    const guess = didYouMean(parsed && nearest(parsed.metric, metrics));
    return [`${where}: '${gate}' is not a metric of scoring.metrics with a bound, such as 'auc >= 0.9'${guess}`];
  }
  const declared = findMetric(kind, parsed.metric)?.declaration;
  if (!declared) return [];
  const [low, high] = declared.range;
  if (parsed.bound < low || parsed.bound > high)
    return [`${where}: '${gate}' is of no use: ${plainText(describeMetric(kind, parsed.metric).title)} lies between ${low} and ${high}`];
  const right = gateComparison(declared.order);
  return right === null || right === parsed.comparison
    ? []
    : [`${where}: '${gate}' keeps out the best results: of '${parsed.metric}' ${orderText(declared.order)}; write '${right}'`];
}

/** Null where neither direction is better. */
function gateComparison(order: MetricOrder): Gate['comparison'] | null {
  return typeof order === 'string' ? (order === 'higher' ? '>=' : '<=') : null;
}
