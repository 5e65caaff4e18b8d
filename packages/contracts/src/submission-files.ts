import type { ChallengeKind, SubmissionKind } from './manifest';

export type FileKind = Exclude<SubmissionKind, 'answer'>;

/** What the files of a kind of submission may be called in a kind of challenge. */
export function extensionsOf(kind: SubmissionKind, challenge: ChallengeKind): string[] {
  switch (kind) {
    case 'onnx':
      return ['.onnx'];
    case 'container':
      return ['.tar'];
    case 'predictions':
      // FAIR Universe's own results are JSON.
      return ['.csv', '.csv.gz', '.npy', '.npz', ...(challenge === 'interval-estimation' ? ['.json'] : [])];
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
