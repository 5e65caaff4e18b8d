import { ProblemException } from './problem';

export function fileTooLarge(filename: string, bytes: number, limit: number, where: string): ProblemException {
  return new ProblemException('file-too-large', {
    detail: `${filename} has ${mebibytes(bytes)}; ${where} takes at most ${mebibytes(limit)}.`,
  });
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
