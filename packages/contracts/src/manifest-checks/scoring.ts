import { findMetric, problemOfMetric } from '../kinds/find-metric';
import { subjectsOf } from '../manifest-metrics';
import type { ManifestFile } from '../manifest';
import { formatMetricName, nominal, parseMetricName, trainingNumber } from '../metric-name';
import { didYouMean, duplicates, notOneOf } from './one-of';
import { problemOfBackground } from './rejections';

/** Metrics, classes, shifts, the scorer and the reference model for timing. Boards are checked in a file of their own. */
export function checkScoring(manifest: ManifestFile): string[] {
  const { kind, scoring, baselines } = manifest;
  const problems = [...checkMetrics(manifest), ...checkClasses(manifest), ...checkPublished(manifest)];
  if ((kind === 'custom') !== (scoring.scorer !== undefined))
    problems.push("scoring.scorer: a challenge of kind 'custom' has one, and no other has");
  if (scoring.signal !== undefined && kind !== 'interval-estimation')
    problems.push("scoring.signal: a challenge of kind 'interval-estimation' may have it, and no other");
  const names = baselines.map(({ name }) => name);
  for (const name of duplicates(names)) problems.push(`baselines: '${name}' appears twice`);
  const reference = scoring.throughput?.reference;
  if (reference !== undefined && !names.includes(reference))
    problems.push(notOneOf('scoring.throughput.reference', reference, names, 'the baselines'));
  const shifts = scoring.variations.map(({ id }) => id);
  for (const id of duplicates(shifts)) problems.push(`scoring.variations: '${id}' appears twice`);
  if (shifts.includes(nominal)) problems.push(`scoring.variations: '${nominal}' is the name of the unshifted inputs`);
  for (const id of shifts)
    if (trainingNumber(id) !== null) problems.push(`scoring.variations: '${id}' is how the platform calls one of several trainings`);
  return problems;
}

function checkMetrics(manifest: ManifestFile): string[] {
  const { kind, scoring } = manifest;
  const problems = duplicates(scoring.metrics).map((name) => `scoring.metrics: '${name}' appears twice`);
  if (kind === 'custom') return problems;
  const subjects = subjectsOf(manifest);
  const metrics = [...new Set(scoring.metrics)];
  problems.push(...checkSpellings(metrics));
  for (const name of metrics) {
    const ofBackground = kind === 'classification' ? problemOfBackground(scoring, name) : null;
    const problem = problemOfMetric(kind, name, subjects);
    if (ofBackground !== null) problems.push(ofBackground);
    else if (problem) problems.push(`scoring.metrics: ${problem.message}${didYouMean(problem.suggestion)}`);
  }
  return problems;
}

/** 'rejection@0.3' and 'rejection@0.30' are one metric. */
function checkSpellings(metrics: readonly string[]): string[] {
  const meanings = metrics.map((name) => formatMetricName(parseMetricName(name)));
  return metrics.flatMap((name, index) => {
    const first = metrics[meanings.indexOf(meanings[index] ?? name)] ?? name;
    return first === name ? [] : [`scoring.metrics: '${name}' is the same metric as '${first}'`];
  });
}

function checkClasses({ kind, scoring: { classes, background } }: ManifestFile): string[] {
  if (kind !== 'classification') {
    const said = classes ? 'classes' : background === undefined ? null : 'background';
    return said === null ? [] : [`scoring.${said}: a challenge of kind 'classification' has it, and no other has`];
  }
  if (!classes) return ["scoring.classes: a challenge of kind 'classification' names its classes, in the order of the truth's labels"];
  const problems = duplicates(classes).map((name) => `scoring.classes: '${name}' appears twice`);
  if (background !== undefined && !classes.includes(background)) problems.push(notOneOf('scoring.background', background, classes));
  return problems;
}

/** A published value under a misspelt metric name would be shown nowhere. */
function checkPublished({ kind, published }: ManifestFile): string[] {
  if (kind === 'custom') return [];
  return published.flatMap(({ name, error: _error, ...values }) =>
    Object.entries(values).flatMap(([metric, value]) => {
      if (typeof value !== 'number' || findMetric(kind, metric)) return [];
      const problem = problemOfMetric(kind, metric);
      return [`published.${name}: ${problem?.message ?? metric}${didYouMean(problem?.suggestion ?? null)}`];
    }),
  );
}
