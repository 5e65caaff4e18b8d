import { formatCount, rangeInWords } from '@unblind/contracts';
import type { EvaluationView, SecondsRange } from '@unblind/contracts';
import { ProgressBar } from '@/ui/progress-bar';
import { QueueWords } from './queue-words';

/** Details of the current step: where it waits for a runner, the progress of the run, the estimated time left. */
export function StepDetail({ evaluation }: { evaluation: EvaluationView }) {
  const { state, progress, queue, secondsLeft, events } = evaluation;
  const message = events.findLast((event) => event.state === state)?.message;
  return (
    <div className="mt-1 space-y-2 text-sm text-muted">
      {message && message !== queue?.waitsFor && <p>{message}</p>}
      {queue && <QueueWords queue={queue} />}
      {state === 'running' && progress && (
        <div>
          <ProgressBar label={`Progress in ${progress.unit}`} done={progress.done} total={progress.total} />
          <p className="mt-1.5">
            {formatCount(progress.done)} of {formatCount(progress.total)} {progress.unit}
          </p>
        </div>
      )}
      {secondsLeft && <p>{timeLeft(secondsLeft)}</p>}
      {wasRestarted(events, state) && <p>Started again: an earlier attempt was lost by the platform.</p>}
    </div>
  );
}

/** A step that already took longer than recent ones has no time left that anybody knows. */
const timeLeft = (left: SecondsRange): string =>
  left.high === 0 ? 'It takes longer than the last of its kind.' : `${rangeInWords(left).replace('about', 'About')} left.`;

/** Whether the step was entered twice. (Scoring is always entered twice by predictions, which wait in it.) */
function wasRestarted(events: EvaluationView['events'], state: EvaluationView['state']): boolean {
  return state !== 'scoring' && events.filter((event) => event.state === state).length > 1;
}
