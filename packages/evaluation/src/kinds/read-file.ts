import { LocalFile, readPredictions } from '@unblind/tensors';
import type { Predictions } from '../predictions';
import type { FileContext } from './kind';

/** Reads a file of predictions that was sent instead of a model. @throws ParticipantFault */
export function readFile(path: string, filename: string, { manifest, rows, entries }: FileContext): Promise<Predictions> {
  const { kind, submission, scoring } = manifest;
  return readPredictions(new LocalFile(path), filename, { kind, rows, entries, outputs: submission.outputs, classes: scoring.classes });
}
