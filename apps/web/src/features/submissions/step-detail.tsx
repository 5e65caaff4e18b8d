import { formatCount, formatDuration } from '@unblind/contracts';
import type { EvaluationView } from '@unblind/contracts';
import { ProgressBar } from '@/ui/progress-bar';

/** Details of the current step: the place in the queue, the progress of the run, the estimated time left. */
export function StepDetail({ evaluation }: { evaluation: EvaluationView }) {
  const { state, progress, queuePosition, estimatedSecondsLeft, events } = evaluation;
  const message = events.findLast((event) => event.state === state)?.message;
  return (
    <div className="mt-1 space-y-2 text-sm text-muted">
      {message && <p>{message}</p>}
      {state === 'queued' && queuePosition !== null && (
        <p>{queuePosition === 0 ? 'Next in the queue.' : `${formatCount(queuePosition)} ahead in the queue.`}</p>
      )}
      {state === 'running' && progress && (
        <div>
          <ProgressBar label={`Progress in ${progress.unit}`} done={progress.done} total={progress.total} />
          <p className="mt-1.5">
            {formatCount(progress.done)} of {formatCount(progress.total)} {progress.unit}
          </p>
        </div>
      )}
      {estimatedSecondsLeft !== null && <p>About {formatDuration(Math.ceil(estimatedSecondsLeft))} left, estimated from recent runs.</p>}
      {wasRestarted(events, state) && <p>Started again: an earlier attempt was lost by the platform.</p>}
    </div>
  );
}

/** Whether the step was entered twice. (Scoring is always entered twice by predictions, which wait in it.) */
function wasRestarted(events: EvaluationView['events'], state: EvaluationView['state']): boolean {
  return state !== 'scoring' && events.filter((event) => event.state === state).length > 1;
}
