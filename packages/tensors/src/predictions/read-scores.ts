import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ParticipantFault } from '@unblind/contracts';
import { parseNpy } from '../npy';
import { NpyFile } from '../npy-file';
import { readNpz } from '../npz';
import { columnOf, scoreArray, scoresOf } from './score-column';
import { scoresFromCsv } from './score-csv';
import { asPredictionsFault, checkScores, unreadable } from './score-faults';

export interface ScoreOptions {
  rows: number;
  /** Which column of an [N, 2] array is the score. */
  select: number;
  range?: readonly [number, number] | undefined;
  /** Event ids in the order of the split, for csv files keyed by id; absent, they are 0 to rows - 1. */
  ids?: readonly string[];
  /** What the file was called where it came from; used in messages only, the content tells the format. */
  filename?: string;
}

/** Bytes of csv for one event: an id, a score in full precision, some air. */
const csvBytesPerRow = 256;
const air = 1024 * 1024;

/**
 * One score for each event, in the order of the split, from .npy, .npz, .csv or .csv.gz, by path or as bytes.
 * Arrays are [N], [N, 1] or [N, 2] of any number type; csv is one column, or id,score. Memory stays within a few times
 * the scores', whatever the file claims.
 * @throws ParticipantFault predictions-unreadable, -length, -ids, -not-finite (NaN and infinity, with the row),
 * -out-of-range; file-empty, file-too-large
 */
export async function readScores(source: string | Uint8Array, options: ScoreOptions): Promise<Float64Array> {
  const scores = await read(source, options).catch((error: unknown) => {
    throw asPredictionsFault(error);
  });
  checkScores(scores, options.range);
  return scores;
}

async function read(source: string | Uint8Array, { rows, select, ids, filename = 'the file' }: ScoreOptions): Promise<Float64Array> {
  const head = await headOf(source);
  if (head.length === 0) {
    throw new ParticipantFault('file-empty', {
      message: 'The file is empty.',
      expected: `${rows} scores`,
      fix: 'Send the file again; its writing may have been cut.',
    });
  }
  const begins = (...codes: number[]) => codes.every((code, index) => head[index] === code);
  if (begins(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)) return fromNpy(source, rows, select);
  if (begins(0x50, 0x4b)) {
    // Two columns of eight bytes, and as much again for arrays beside them.
    const arrays = await readNpz(source, { bytes: air + rows * 32, entries: 16 });
    return scoresOf(scoreArray(arrays), rows, select);
  }
  if (begins(0x89, 0x48, 0x44, 0x46) || begins(0x50, 0x41, 0x52, 0x31) || begins(0x80)) {
    throw unreadable(
      `Predictions cannot be read from ${filename}.`,
      '.npy, .npz, .csv or .csv.gz',
      'another format',
      'Save the scores with numpy.save.',
    );
  }
  const text = typeof source === 'string' ? createReadStream(source) : Readable.from([Buffer.from(source)]);
  return scoresFromCsv(text, { rows, ids, gzipped: begins(0x1f, 0x8b), maximumBytes: air + rows * csvBytesPerRow });
}

async function headOf(source: string | Uint8Array): Promise<Uint8Array> {
  if (typeof source !== 'string') return source.subarray(0, 8);
  const file = await open(source, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The shape is checked before the data are read. */
async function fromNpy(source: string | Uint8Array, rows: number, select: number): Promise<Float64Array> {
  if (typeof source !== 'string') return scoresOf(parseNpy(source), rows, select);
  const file = await NpyFile.open(source);
  try {
    const { dtype, shape } = file;
    columnOf({ dtype, shape: [...shape] }, rows, select);
    return scoresOf({ dtype, shape: [...shape], data: await file.readAll() }, rows, select);
  } finally {
    await file.close();
  }
}
