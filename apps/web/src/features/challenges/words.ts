import type { ChallengeKind, PhaseView, SplitName, SubmissionKind } from '@unblind/contracts';

export const kindNames: Record<ChallengeKind, string> = {
  tagging: 'Jet tagging',
  classification: 'Event classification',
  selection: 'Event selection',
  tracking: 'Track reconstruction',
  'interval-estimation': 'Interval estimation',
  anomaly: 'Anomaly detection',
  custom: 'Custom scoring',
};

export const submissionKindNames: Record<SubmissionKind, string> = {
  onnx: 'ONNX model',
  container: 'Container image',
  predictions: 'Predictions (csv, npy or npz)',
  answer: 'Answer form',
};

const splitNames: Record<SplitName, string> = {
  train: 'Training',
  sample: 'Public sample',
  public: 'Public test',
  private: 'Private test',
};

/** A challenge may name further test splits as it likes: `box-1` is 'Box 1'. */
export function splitName(split: SplitName): string {
  const words = split.replaceAll('-', ' ');
  return splitNames[split] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** The phase that a visitor most likely means: the open one, else the next, else the last. */
export function currentPhase(phases: readonly PhaseView[]): PhaseView | undefined {
  return phases.find((phase) => phase.status === 'open') ?? phases.find((phase) => phase.status === 'upcoming') ?? phases.at(-1);
}
