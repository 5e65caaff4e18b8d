import { declarationOf, type ChallengeKind } from './kinds';
import type { SubmissionKind } from './manifest';

export type FileKind = Exclude<SubmissionKind, 'answer'>;

/** The file name extensions of each kind of submission in a kind of challenge. */
export function extensionsOf(kind: SubmissionKind, challenge: ChallengeKind): string[] {
  switch (kind) {
    case 'onnx':
      return ['.onnx'];
    case 'container':
      return ['.tar'];
    case 'predictions':
      return declarationOf(challenge).predictions.flatMap(({ formats }) =>
        formats.flatMap((format) => (format === 'csv' ? ['.csv', '.csv.gz', '.zip'] : [`.${format}`])),
      );
    case 'answer':
      return [];
  }
}

const fileKinds: readonly FileKind[] = ['onnx', 'container', 'predictions'];

/** The kind of submission that a file name suggests; null when a challenge of this kind takes no such file. */
export function fileKindOf(filename: string, challenge: ChallengeKind): FileKind | null {
  const name = filename.toLowerCase();
  return fileKinds.find((kind) => extensionsOf(kind, challenge).some((extension) => name.endsWith(extension))) ?? null;
}
