import { declarationOf } from '@unblind/contracts';
import type { ChallengeKind, PhaseView, SplitName, SubmissionKind } from '@unblind/contracts';

const submissionKindNames: Record<SubmissionKind, string> = {
  onnx: 'ONNX model',
  container: 'Container image',
  predictions: 'Predictions',
  answer: 'Answer form',
};

/** The name of a submission kind; for predictions, with the file formats that the challenge accepts. */
export function submissionKindName(kind: SubmissionKind, challenge: ChallengeKind | null): string {
  const formats =
    kind === 'predictions' && challenge ? [...new Set(declarationOf(challenge).predictions.flatMap((file) => file.formats))] : [];
  return formats.length > 0 ? `${submissionKindNames[kind]} (${formats.join(', ')})` : submissionKindNames[kind];
}

const splitNames: Record<SplitName, string> = {
  train: 'Training',
  sample: 'Public sample',
  public: 'Public test',
  private: 'Private test',
};

/** The title of a split. For splits that a challenge defines itself, it comes from the id: `box-1` becomes 'Box 1'. */
export function splitName(split: SplitName): string {
  const words = split.replaceAll('-', ' ');
  return splitNames[split] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** The phase shown by default: the open one, else the next one, else the last one. */
export function currentPhase(phases: readonly PhaseView[]): PhaseView | undefined {
  return phases.find((phase) => phase.status === 'open') ?? phases.find((phase) => phase.status === 'upcoming') ?? phases.at(-1);
}
