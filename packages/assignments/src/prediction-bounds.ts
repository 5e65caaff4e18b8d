import { nominal, trainingRun } from '@unblind/contracts';
import type { PredictionRun } from '@unblind/contracts';
import type { LoadedEvaluation } from './load-evaluation';

/** Bytes of a number, and of what an npy file has before its numbers. */
const numberBytes = 8;
const headerBytes = 4096;
/** No kind stores more columns than this for a row, unless its challenge has more classes or wider outputs. */
const fewestColumns = 8;

/** The largest size of one tensor of a run; null if the evaluation has no such run. */
export function tensorLimit({ index, split, manifest, files }: LoadedEvaluation, { seed, variation }: PredictionRun): number | null {
  if (seed > Math.max(1, files.length)) return null;
  const nominalRows = index.splits[variation === trainingRun ? 'train' : split];
  const rows = variation === nominal || variation === trainingRun ? nominalRows : nominalRows?.variations[variation];
  if (!rows) return null;
  const entries = Math.max(rows.rows, ...Object.values({ ...rows.views, ...rows.truth }).map(({ shape }) => shape[0] ?? 0));
  const widths = manifest.submission.outputs.map(({ shape }) =>
    shape.reduce<number>((width, size) => (typeof size === 'number' ? width * Math.max(1, size) : width), 1),
  );
  return headerBytes + numberBytes * entries * Math.max(fewestColumns, manifest.scoring.classes?.length ?? 0, ...widths);
}

/** The runs without which an evaluation cannot be scored. */
export function neededRuns({ index, split, files }: LoadedEvaluation): PredictionRun[] {
  const shifts = Object.keys(index.splits[split]?.variations ?? {});
  return [nominal, ...shifts].flatMap((variation) => files.map((_, place) => ({ seed: place + 1, variation })));
}
