import clsx from 'clsx';
import { Check, X } from 'lucide-react';
import { formatDuration } from '@unblind/contracts';
import type { EvaluationState, EvaluationView, SubmissionKind } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { StepDetail } from './step-detail';
import { stateLabels } from './states';
import { timelineOf } from './timeline';
import type { Step } from './timeline';

/** The steps of a submission from top to bottom, each with its time. */
export function TimelineView({ evaluation, kind }: { evaluation: EvaluationView; kind: SubmissionKind }) {
  const steps = timelineOf(evaluation, kind);
  return (
    <ol className="numeric">
      {steps.map((step, index) => (
        <li key={step.state} className="flex gap-4" aria-current={step.status === 'current' ? 'step' : undefined}>
          <div className="flex flex-col items-center">
            <Dot step={step} />
            {index < steps.length - 1 && <span className={clsx('w-px flex-1', step.status === 'done' ? 'bg-accent' : 'bg-line')} />}
          </div>
          <div className="min-w-0 flex-1 pb-6">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className={clsx(step.status === 'waiting' ? 'text-muted' : 'font-medium')}>{stateLabels[step.state].label}</span>
              <span className="text-xs text-muted">
                {step.at && <LocalTime at={step.at} date={false} seconds />}
                {step.seconds !== null && `, ${formatDuration(step.seconds)}`}
              </span>
            </p>
            {step.status === 'current' && <StepDetail evaluation={evaluation} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

const endStyles: Partial<Record<EvaluationState, string>> = {
  scored: 'border-good bg-good text-paper',
  rejected: 'border-bad bg-bad text-paper',
  failed: 'border-warn bg-warn text-paper',
  cancelled: 'border-muted bg-muted text-paper',
};

function Dot({ step: { status, state } }: { step: Step }) {
  const Icon = status === 'ended' && state !== 'scored' ? X : Check;
  return (
    <span
      aria-hidden
      className={clsx(
        'flex size-6 shrink-0 items-center justify-center rounded-full border',
        status === 'done' && 'border-accent bg-accent text-on-accent',
        status === 'current' && 'border-accent bg-accent-soft',
        status === 'waiting' && 'border-line-strong/60 bg-surface',
        status === 'ended' && endStyles[state],
      )}
    >
      {status === 'current' && <span className="size-2 animate-pulse rounded-full bg-accent" />}
      {(status === 'done' || status === 'ended') && <Icon className="size-3.5" />}
    </span>
  );
}
