import { ParticipantFault } from '@unblind/contracts';
import { NpyError } from '@unblind/npy';
import { TableError } from '../tables/table-error';

/** The faults of a file of scores. Rows count from 0, as in numpy; lines from 1. */

export function wrongLength(rows: number, got: string): ParticipantFault {
  return new ParticipantFault('predictions-length', {
    message: `The split has ${rows} events; the file has ${got}.`,
    expected: `${rows} scores`,
    got,
    fix: 'Send one score for each event of the split, in its order.',
  });
}

export function unreadable(message: string, expected: string, got: string, fix: string): ParticipantFault {
  return new ParticipantFault('predictions-unreadable', { message, expected, got, fix });
}

export function wrongIds(message: string, subject: string, expected: string): ParticipantFault {
  return new ParticipantFault('predictions-ids', { message, subject, expected, fix: 'Send each event id of the split exactly once.' });
}

/** Turns an error of the formats into the participant's fault; returns other errors unchanged. */
export function asPredictionsFault(error: unknown): unknown {
  return error instanceof NpyError || error instanceof TableError
    ? new ParticipantFault('predictions-unreadable', { message: error.message, fix: error.fix })
    : error;
}

/** Checks that every score is finite and within the range; nothing is dropped or clipped. */
export function checkScores(scores: Float64Array, range: readonly [number, number] | undefined): void {
  const notFinite = scores.findIndex((score) => !Number.isFinite(score));
  if (notFinite >= 0) {
    throw new ParticipantFault('predictions-not-finite', {
      message: `The score in row ${notFinite} is ${scores[notFinite]}.`,
      subject: `row ${notFinite}`,
      expected: 'a finite number',
      got: String(scores[notFinite]),
      fix: 'Replace NaN and infinity before you send the file.',
    });
  }
  if (!range) return;
  const outside = scores.findIndex((score) => score < range[0] || score > range[1]);
  if (outside < 0) return;
  throw new ParticipantFault('predictions-out-of-range', {
    message: `The score in row ${outside} is ${scores[outside]}.`,
    subject: `row ${outside}`,
    expected: `between ${range[0]} and ${range[1]}`,
    got: String(scores[outside]),
    fix: 'Send probabilities, for example through a sigmoid.',
  });
}
