import { findMetric } from '../kinds/find-metric';
import type { ManifestFile, Phase } from '../manifest';
import { underlyingMetric } from '../metric-name';
import { timedMetricsOf } from '../throughput';
import { isOpen } from '../splits';
import { defaultSplits, hasOpenTruth } from './data';
import { duplicates, notOneOf } from './one-of';
import { takesAnswers } from './submission';

export function checkPhases(manifest: ManifestFile): string[] {
  const { phases } = manifest;
  return [
    ...duplicates(phases.map(({ id }) => id)).map((id) => `phases: '${id}' appears twice`),
    ...phases.flatMap((phase) => [
      ...checkSplit(manifest, phase),
      ...checkQuota(phase),
      ...checkChoices(manifest, phase),
      ...checkMetrics(manifest, phase),
    ]),
  ];
}

function checkSplit({ data }: ManifestFile, { id, split, opens, closes }: Phase): string[] {
  const problems: string[] = [];
  if (closes !== undefined && Date.parse(closes) <= Date.parse(opens)) problems.push(`phases.${id}: closes before it opens`);
  const splits = defaultSplits(data);
  if (splits && !splits.includes(split))
    problems.push(notOneOf(`phases.${id}.split`, split, splits, `the splits of data.sources.${data.default}`));
  else if (splits && isOpen(split) && !hasOpenTruth(data))
    problems.push(
      `phases.${id}.split: the truth of '${split}' is public; take a test split${listed(splits.filter((other) => !isOpen(other)))}`,
    );
  return problems;
}

/** Each run on a split tells something of its truth, so their number is bounded. */
function checkQuota({ id, perDay, total }: Phase): string[] {
  if (perDay === undefined && total === undefined)
    return [`phases.${id}: has no limit; give 'total', 'perDay' or both, the submissions that one entrant may have run`];
  if (perDay !== undefined && total !== undefined && total < perDay)
    return [`phases.${id}.total: ${total} in all is less than the ${perDay} of one day`];
  return [];
}

const listed = (words: readonly string[]): string => (words.length > 0 ? `: ${words.join(', ')}` : '');

/** What a phase takes, computes and ranks must be part of what the challenge declares. */
function checkChoices({ submission, scoring }: ManifestFile, { id, kinds = [], boards = [], metrics = [] }: Phase): string[] {
  const of = (key: string, words: readonly string[], known: readonly string[]) =>
    words.filter((word) => !known.includes(word)).map((word) => notOneOf(`phases.${id}.${key}`, word, known));
  return [
    ...of('kinds', kinds, submission.kinds),
    ...of(
      'boards',
      boards,
      scoring.boards.map((board) => board.id),
    ),
    ...of('metrics', metrics, scoring.metrics),
  ];
}

/** Each metric can be computed from what the phase takes, and each board of the phase has its metric. */
function checkMetrics({ kind, scoring, submission }: ManifestFile, { id, boards, ...phase }: Phase): string[] {
  const { kinds: taken = submission.kinds, metrics = scoring.metrics } = phase;
  const problems: string[] = [];
  for (const name of takesAnswers(kind) ? metrics : []) {
    const found = findMetric(kind, name);
    if (!found) continue;
    const [from, other] = found.declaration.ofAnswers ? (['answers', 'predictions'] as const) : (['predictions', 'answers'] as const);
    const fits = taken.every((what) => (what === 'answer') === (from === 'answers'));
    if (!fits) problems.push(`phases.${id}.metrics: '${name}' is computed from ${from}, and the phase takes ${other}`);
  }
  for (const board of scoring.boards) {
    const metric = underlyingMetric(board.by);
    const ranks = boards === undefined ? false : boards.includes(board.id);
    if (ranks && scoring.metrics.includes(metric) && !metrics.includes(metric) && !timedMetricsOf(kind).includes(metric))
      problems.push(`phases.${id}.boards: '${board.id}' ranks by '${metric}', which phases.${id}.metrics leaves out`);
  }
  return problems;
}
