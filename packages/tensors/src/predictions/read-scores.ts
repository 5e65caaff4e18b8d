import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { ParticipantFault } from '@unblind/contracts';
import { NpyError } from '../npy-header';
import { parseNpy } from '../npy';
import { scoresFromCsv } from './csv-scores';

export interface ScoreOptions {
  /** What the file is called where it was sent from: its ending tells the format. */
  filename: string;
  rows: number;
  /** Which column of an [N, 2] array is the score. */
  select: number;
  range?: readonly [number, number] | undefined;
  /** Bytes that a compressed file may unpack to. */
  maximumBytes?: number;
}

const PER_ROW = 64;

/** Predictions of one score per event, from .npy, .csv or .csv.gz. Nothing is dropped: what cannot be scored is refused with its row. */
export async function readScores(path: string, options: ScoreOptions): Promise<Float64Array> {
  const { rows, maximumBytes = 1024 * 1024 + rows * PER_ROW } = options;
  const { size } = await stat(path);
  if (size === 0)
    throw new ParticipantFault('file-empty', {
      message: 'The file is empty.',
      expected: `${rows} scores`,
      fix: 'Send the file again; its writing may have been cut.',
    });
  if (size > maximumBytes) {
    throw new ParticipantFault('file-too-large', {
      message: 'The file is larger than predictions of this split can be.',
      expected: `at most ${maximumBytes} bytes`,
      got: `${size} bytes`,
      fix: 'Send one number for each event.',
    });
  }
  const bytes = await readFile(path);
  const scores = fromBytes(bytes, { ...options, maximumBytes });
  checkScores(scores, options);
  return scores;
}

function fromBytes(bytes: Buffer, options: ScoreOptions & { maximumBytes: number }): Float64Array {
  const { filename, rows, maximumBytes } = options;
  if (filename.endsWith('.npy')) return fromNpy(bytes, options);
  if (filename.endsWith('.csv')) return scoresFromCsv(bytes.toString('utf8'), rows);
  if (filename.endsWith('.csv.gz')) return scoresFromCsv(unzip(bytes, maximumBytes).toString('utf8'), rows);
  throw new ParticipantFault('predictions-unreadable', {
    message: `Predictions cannot be read from ${filename}.`,
    expected: 'a file ending in .npy, .csv or .csv.gz',
    got: filename,
    fix: 'Save the scores with numpy.save, or as a csv.',
  });
}

function unzip(bytes: Buffer, maximumBytes: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maximumBytes });
  } catch (error) {
    throw new ParticipantFault('predictions-unreadable', {
      message: `The gzip file cannot be unpacked: ${error instanceof Error ? error.message : 'damaged'}.`,
      fix: 'Send it again, or send the csv itself.',
    });
  }
}

function fromNpy(bytes: Buffer, { rows, select }: ScoreOptions): Float64Array {
  let array: ReturnType<typeof parseNpy>;
  try {
    array = parseNpy(bytes);
  } catch (error) {
    if (!(error instanceof NpyError)) throw error;
    throw new ParticipantFault('predictions-unreadable', { message: error.message, fix: error.fix });
  }
  const { shape, data, dtype } = array;
  const [count = 1, columns = 1, ...more] = shape;
  const shown = `${dtype} (${shape.join(', ')})`;
  if (count !== rows) throw wrongLength(rows, shown);
  if (more.length > 0 || columns > 2 || columns < 1) {
    throw new ParticipantFault('predictions-unreadable', {
      message: 'The array has the wrong shape.',
      expected: `(${rows},), (${rows}, 1) or (${rows}, 2)`,
      got: shown,
      fix: 'Send one score for each event.',
    });
  }
  const column = columns === 2 ? select : 0;
  return Float64Array.from({ length: rows }, (_, row) => Number(data[row * columns + column]));
}

export function wrongLength(rows: number, got: string): ParticipantFault {
  return new ParticipantFault('predictions-length', {
    message: 'The number of predictions is not the number of events.',
    expected: `${rows} scores`,
    got,
    fix: 'Send one score for each event of the split, in its order.',
  });
}

function checkScores(scores: Float64Array, { range }: ScoreOptions): void {
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
