import { declarationOf, type ChallengeKind } from './kinds';
import type { SubmissionKind } from './manifest';

export type FileKind = Exclude<SubmissionKind, 'answer'>;

/** What the files of a kind of submission may be called in a kind of challenge. */
export function extensionsOf(kind: SubmissionKind, challenge: ChallengeKind): string[] {
  switch (kind) {
    case 'onnx':
      return ['.onnx'];
    case 'container':
      return ['.tar'];
    case 'predictions':
      return declarationOf(challenge).predictions.flatMap(({ formats }) =>
        formats.flatMap((format) => (format === 'csv' ? ['.csv', '.csv.gz'] : [`.${format}`])),
      );
    case 'answer':
      return [];
  }
}

const fileKinds: readonly FileKind[] = ['onnx', 'container', 'predictions'];

/** What a file is by its name; null: nothing that a challenge of this kind could take. */
export function fileKindOf(filename: string, challenge: ChallengeKind): FileKind | null {
  const name = filename.toLowerCase();
  return fileKinds.find((kind) => extensionsOf(kind, challenge).some((extension) => name.endsWith(extension))) ?? null;
}
