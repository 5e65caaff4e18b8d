import type { EvaluationState, SubmissionKind } from '@unblind/contracts';
import type { Tone } from '@/ui/badge';

export const stateLabels: Record<EvaluationState, { label: string; tone: Tone }> = {
  received: { label: 'Received', tone: 'accent' },
  inspecting: { label: 'Inspecting', tone: 'accent' },
  queued: { label: 'Queued', tone: 'accent' },
  running: { label: 'Running', tone: 'accent' },
  scoring: { label: 'Scoring', tone: 'accent' },
  scored: { label: 'Scored', tone: 'good' },
  rejected: { label: 'Rejected', tone: 'bad' },
  failed: { label: 'Failed', tone: 'warn' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
};

/** The states of a submission when nothing goes wrong. Predictions and answers need no sandbox, so they skip `queued` and `running`. */
export function stepsOf(kind: SubmissionKind): EvaluationState[] {
  const needsRun = kind === 'onnx' || kind === 'container';
  return ['received', 'inspecting', ...(needsRun ? (['queued', 'running'] as const) : []), 'scoring', 'scored'];
}
