import { higgs2014Features, undefined2014 } from '@unblind/simulation';
import { readCsvBlocks } from '@unblind/tensors';
import { stat } from 'node:fs/promises';
import { asRefusal, refuse } from './faults';
import { findFiles } from './find-files';
import type { ImportedBlock, Importer, ReadContext, SourceFile } from './importer';

const columns = ['EventId', ...higgs2014Features, 'Weight', 'Label', 'KaggleSet', 'KaggleWeight'];
const labelColumn = columns.indexOf('Label');
const setColumn = columns.indexOf('KaggleSet');
const weightColumn = columns.indexOf('KaggleWeight');
const jetsFeature = higgs2014Features.indexOf('PRI_jet_num');

/** What Kaggle made of the events; those that it did not use are the public sample. */
const splits: Readonly<Record<string, string>> = { t: 'train', u: 'sample', b: 'public', v: 'private' };
/** Summed weight in each of Kaggle's sets. */
const announced = { signal: 691.988607711987, background: 410_999.847321811 };
const blockRows = 2000;

/** ATLAS's HiggsML 2014 events, CERN Open Data record 328. */
export const higgsml2014: Importer = {
  whole: { train: 250_000, sample: 18_238, public: 100_000, private: 450_000 },
  checksums: {},
  origins: {
    files: [
      {
        name: 'atlas-higgs-challenge-2014-v2.csv.gz',
        url: 'https://opendata.cern.ch/record/328/files/atlas-higgs-challenge-2014-v2.csv.gz',
      },
    ],
  },
  find: async (from) =>
    (await findFiles(from, /^atlas-higgs-challenge-2014-v2.*\.csv(\.gz)?$/, 'atlas-higgs-challenge-2014-v2.csv.gz')).slice(0, 1),
  async *read(files, context) {
    for (const file of files) yield* readFile(file, context);
  },
};

async function* readFile(file: SourceFile, context: ReadContext): AsyncGenerator<ImportedBlock> {
  const total = (await stat(file.path)).size;
  const sums = new Map<string, Sums>();
  const seen = new Set<number>();
  try {
    for await (const { start, rows, bytesRead } of readCsvBlocks(file.path, columns, blockRows)) {
      const events = rows.map((cells, i) => readEvent(cells, { file, row: start + i }));
      events.forEach((event, i) => {
        if (seen.has(event.id))
          refuse({ file, at: `row ${start + i}, column EventId` }, 'The event is there twice.', { got: String(event.id) });
        seen.add(event.id);
        addTo(sums, event);
      });
      for (const split of new Set(events.map((event) => event.split))) {
        const taken = events.filter((event) => event.split === split).slice(0, context.room(split));
        if (taken.length > 0) yield blockOf(split, taken);
      }
      context.onProgress(bytesRead, total, 'bytes');
    }
  } catch (error) {
    throw asRefusal(error, file);
  }
  if (seen.size === 0) refuse({ file }, 'The file has no events.');
  for (const [split, found] of sums) checkSums(context, split, found);
}

interface Sums {
  rows: number;
  signal: number;
  background: number;
}

function addTo(sums: Map<string, Sums>, { split, label, weight }: Event): void {
  const sum = sums.get(split) ?? { rows: 0, signal: 0, background: 0 };
  sums.set(split, sum);
  sum.rows++;
  sum[label === 1 ? 'signal' : 'background'] += weight;
}

interface Event {
  id: number;
  split: string;
  features: number[];
  label: 0 | 1;
  weight: number;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readEvent(cells: readonly string[], { file, row }: { file: SourceFile; row: number }): Event {
  const fail = (column: number, message: string, expected: string): never =>
    refuse({ file, at: `row ${row}, column ${columns[column]}` }, message, { expected, got: cells[column] ?? '' });
  const number = (column: number): number => {
    const cell = cells[column] ?? '';
    return decimal.test(cell) && Number.isFinite(Number(cell)) ? Number(cell) : fail(column, 'This is not a number.', 'a finite number');
  };
  const id = number(0);
  if (!Number.isInteger(id) || id < 0 || id > 0x7fffffff) fail(0, 'This is no event number.', 'a whole number of 31 bits');
  const features = higgs2014Features.map((_, i) => number(1 + i));
  const jets = features[jetsFeature]!;
  if (![0, 1, 2, 3].includes(jets)) fail(1 + jetsFeature, 'This is no number of jets.', '0, 1, 2 or 3');
  jetColumns.forEach(({ at, needs }) => {
    const isDefined = features[at] !== undefined2014;
    if (isDefined !== jets >= needs)
      fail(
        1 + at,
        `An event with ${jets} jets ${isDefined ? 'has no such thing' : 'has such a thing'}.`,
        isDefined ? String(undefined2014) : 'a value',
      );
  });
  const label = cells[labelColumn];
  if (label !== 's' && label !== 'b') fail(labelColumn, 'This is no label.', 's or b');
  const split = splits[cells[setColumn] ?? ''] ?? fail(setColumn, 'This is no set of the challenge.', 't, b, v or u');
  const weight = number(weightColumn);
  if (!(weight > 0)) fail(weightColumn, 'A weight must be positive.', 'more than 0');
  return { id, split, features, label: label === 's' ? 1 : 0, weight };
}

/** -999 in events with fewer jets. */
const jetColumns = [
  ...['PRI_jet_leading_pt', 'PRI_jet_leading_eta', 'PRI_jet_leading_phi'].map((name) => ({ name, needs: 1 })),
  ...['PRI_jet_subleading_pt', 'PRI_jet_subleading_eta', 'PRI_jet_subleading_phi', 'DER_mass_jet_jet', 'DER_deltaeta_jet_jet'].map(
    (name) => ({ name, needs: 2 }),
  ),
].map(({ name, needs }) => ({ at: higgs2014Features.findIndex((feature) => feature === name), needs }));

function blockOf(split: string, events: readonly Event[]): ImportedBlock {
  return {
    split,
    count: events.length,
    tensors: {
      features: Float32Array.from(events.flatMap(({ features }) => features)),
      labels: Uint8Array.from(events, ({ label }) => label),
      weights: Float64Array.from(events, ({ weight }) => weight),
      event_ids: Int32Array.from(events, ({ id }) => id),
    },
  };
}

function checkSums(context: ReadContext, split: string, found: Sums): void {
  if (found.rows !== higgsml2014.whole[split]) return;
  for (const kind of ['signal', 'background'] as const)
    if (Math.abs(found[kind] / announced[kind] - 1) > 1e-6)
      context.note(`The ${kind} weights of ${split} add up to ${found[kind]}; the data set's description says ${announced[kind]}.`);
}
