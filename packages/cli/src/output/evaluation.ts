import { measuredText, partNames, queueInWords, rangeInWords, withheldInWords } from '@unblind/contracts';
import type { EvaluationView, MetricPart } from '@unblind/contracts';
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
  if (metrics.length > 0)
    print(
      table(
        ['metric', 'variation', 'value', 'part'],
        metrics.map((metric) => [metric.name, metric.variation, measuredText(metric), partName(metric.part)]),
      ),
    );
}

const partName = (part: MetricPart | undefined): string => (part === undefined ? '' : partNames[part]);

/** Where it waits for a runner, or how long its step still takes. */
export function standingInWords({ queue, progress, secondsLeft }: EvaluationView): string[] {
  if (queue) return [`Waiting (${queue.step}).`, ...queueInWords(queue)];
  const done = progress ? [`${progress.done} of ${progress.total} ${progress.unit} done.`] : [];
  return secondsLeft && secondsLeft.high > 0 ? [...done, `Left: ${rangeInWords(secondsLeft)}.`] : done;
}
