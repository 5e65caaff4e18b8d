import { formatCount, formatDuration } from '@unblind/contracts';
import type { EvaluationView } from '@unblind/contracts';
import { ProgressBar } from '@/ui/progress-bar';

/** What there is to say about the step under way: the place in the queue, how far the run is, how long it may take. */
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
      {estimatedSecondsLeft !== null && <p>About {formatDuration(Math.ceil(estimatedSecondsLeft))} left, by recent runs.</p>}
      {wasTakenUpAgain(events, state) && <p>Taken up again: the platform lost an earlier attempt.</p>}
    </div>
  );
}

/** A step that was entered twice. (Scoring is, in the ordinary course: predictions wait there to be scored.) */
function wasTakenUpAgain(events: EvaluationView['events'], state: EvaluationView['state']): boolean {
  return state !== 'scoring' && events.filter((event) => event.state === state).length > 1;
}
