import { measuredText, nominal, partNames, queueInWords, rangeInWords, withheldInWords } from '@unblind/contracts';
import type { EvaluationView, MetricPart, MetricValue } from '@unblind/contracts';
import { print, table } from './output';

/** Prints the state of an evaluation, and what may be shown of its result. */
export function printEvaluation(evaluation: EvaluationView): void {
  const { state, withheld, boards, metrics } = evaluation;
  print(state);
  for (const sentence of [...withheldInWords(withheld), ...standingInWords(evaluation)]) print(sentence);
  if (boards.length > 0)
    print(
      table(
        ['board', 'value', 'part'],
        boards.map(({ board, score, reason }) => [board, score ? measuredText(score) : (reason ?? '–'), partName(score?.part)]),
      ),
    );
  for (const text of metricsInWords(metrics)) print(text);
}

/** A table of the numbers, each with its shift, the nominal ones first, and below it what their notes say, each note once. */
export function metricsInWords(metrics: EvaluationView['metrics']): string[] {
  if (metrics.length === 0) return [];
  const shifts = [...new Set([nominal, ...metrics.map(({ variation }) => variation)])];
  const ordered = shifts.flatMap((shift) => metrics.filter(({ variation }) => variation === shift));
  const rows = ordered.map((metric) => [metric.name, metric.variation, measuredText(withoutNote(metric)), partName(metric.part)]);
  const notes = new Map<string, Set<string>>();
  for (const { name, note } of ordered) if (note) notes.set(note, (notes.get(note) ?? new Set()).add(name));
  return [table(['metric', 'shift', 'value', 'part'], rows), ...[...notes].map(([note, names]) => `${[...names].join(', ')}: ${note}`)];
}

const withoutNote = ({ note: _note, ...metric }: MetricValue): MetricValue => metric;

const partName = (part: MetricPart | undefined): string => (part === undefined ? '' : partNames[part]);

/** Where it waits for a runner, or how long its step still takes. */
export function standingInWords({ queue, progress, secondsLeft }: EvaluationView): string[] {
  if (queue) return [`Waiting (${queue.step}).`, ...queueInWords(queue)];
  const done = progress ? [`${progress.done} of ${progress.total} ${progress.unit} done.`] : [];
  return secondsLeft && secondsLeft.high > 0 ? [...done, `Left: ${rangeInWords(secondsLeft)}.`] : done;
}
