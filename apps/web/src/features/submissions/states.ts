import type { EvaluationState, SubmissionKind } from '@unblind/contracts';
import type { Tone } from '@/ui/badge';

export const stateWords: Record<EvaluationState, { word: string; tone: Tone }> = {
  received: { word: 'Received', tone: 'accent' },
  inspecting: { word: 'Inspecting', tone: 'accent' },
  queued: { word: 'Queued', tone: 'accent' },
  running: { word: 'Running', tone: 'accent' },
  scoring: { word: 'Scoring', tone: 'accent' },
  scored: { word: 'Scored', tone: 'good' },
  rejected: { word: 'Rejected', tone: 'bad' },
  failed: { word: 'Failed', tone: 'warn' },
  cancelled: { word: 'Cancelled', tone: 'neutral' },
};

/** The way of a submission when nothing goes wrong. Predictions need no sandbox, so they do not wait or run. */
export function stepsOf(kind: SubmissionKind): EvaluationState[] {
  const needsRun = kind === 'onnx' || kind === 'container';
  return ['received', 'inspecting', ...(needsRun ? (['queued', 'running'] as const) : []), 'scoring', 'scored'];
}
