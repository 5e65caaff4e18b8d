import type { ChallengeKind, OutputContract } from '@unblind/contracts';
import type { NpyArray } from '@unblind/npy';
import type { SourceFile } from '../files/source-file';
import { readClassProbabilities } from './read-class-probabilities';
import { readIntervals } from './read-intervals';
import { readScores } from './read-scores';
import { readSelection } from './read-selection';
import { readTracks } from './read-tracks';

/** What a file of predictions must hold: known to everybody who may send one. */
export interface WantedPredictions {
  kind: ChallengeKind;
  rows: number;
  /** How many entries the split has, where its rows are sets; otherwise how many rows. */
  entries: number;
  outputs: readonly OutputContract[];
  classes?: readonly string[] | undefined;
}

/**
 * Reads a file of predictions for a split, on the platform and in the browser, into the tensors that are scored. What only the truth can
 * tell is checked when it is scored. @throws ParticipantFault
 */
export async function readPredictions(file: SourceFile, filename: string, wanted: WantedPredictions): Promise<Record<string, NpyArray>> {
  const { kind, rows, entries, outputs, classes = [] } = wanted;
  switch (kind) {
    case 'selection':
      return readSelection(file, rows);
    case 'tracking':
      return readTracks(file, entries);
    case 'interval-estimation':
      return readIntervals(file, filename, rows);
    case 'classification': {
      const data = await readClassProbabilities(file, { rows, classes, filename });
      return { probabilities: { dtype: 'float64', shape: [rows, classes.length], data } };
    }
    default: {
      const select = outputs.find(({ shape }) => shape.length === 2 && shape[1] === 2)?.select ?? 1;
      const data = await readScores(file, { filename, rows, select, range: outputs.find(({ range }) => range)?.range });
      return { scores: { dtype: 'float64', shape: [data.length], data } };
    }
  }
}
