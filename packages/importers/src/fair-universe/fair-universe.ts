import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import type { TensorKinds } from '@unblind/challenges';
import { higgsFeatures, higgsProcesses } from '@unblind/simulation';
import { ParquetTable, type RowGroup } from '@unblind/tensors';
import { z } from 'zod';
import { asRefusal, refuse } from '../faults';
import { findFiles } from '../find-files';
import type { ImportedBlock, Importer, ReadContext, SourceFile } from '../importer';
import { unpack } from './unpack';

const data = 'FAIR_Universe_HiggsML_data.parquet';
const archive = 'FAIR_Universe_HiggsML_data.zip';
const columns = [...higgsFeatures, 'weights', 'labels', 'detailed_labels'];
const blockRows = 50_000;
/** Who writes the metadata may have summed up float32. */
const sumTolerance = 1e-2;
const rows = 220_099_101;
/** The challenge draws its test experiments from the first rows. */
const testShare = 0.3;
const testRows = (of: number) => Math.floor(testShare * of);

/** What a row of the table is; the challenge's rows are pseudo-experiments that are drawn from such events. */
const kinds: { views: TensorKinds; truth: TensorKinds } = {
  views: { features: { dtype: 'float32', rowShape: [higgsFeatures.length] } },
  truth: {
    labels: { dtype: 'uint8', rowShape: [] },
    // By the order of `higgsProcesses`.
    processes: { dtype: 'uint8', rowShape: [] },
    // Expected events at 10 fb^-1 that the row stands for.
    weights: { dtype: 'float64', rowShape: [] },
  },
};

const Metadata = z.object({
  total_rows: z.number().int(),
  columns: z.array(z.string()),
  sum_weights: z.number(),
});

/** The FAIR Universe HiggsML data, Zenodo 15131565: one table of events of all processes. */
export const fairUniverse: Importer = {
  kinds,
  columns: { features: higgsFeatures },
  whole: { test: testRows(rows), train: rows - testRows(rows) },
  checksums: { [archive]: 'adaa3dd81a02663051aa93f960bc1c5ee67a78d25c091015bb020b1f9cd7dcb5' },
  origins: { zenodo: [{ record: 15131565, files: new RegExp(`^${archive}$`) }] },
  async find(from) {
    const [table] = await findFiles(from, new RegExp(`^(${data}|${archive})$`), `${data} with its metadata, or ${archive}`);
    if (!table) return [];
    const path = metadataOf(table.path);
    return !table.name.endsWith('.zip') && existsSync(path) ? [table, { name: basename(path), path }] : [table];
  },
  async *read([file, metadata], context) {
    if (!file) return;
    const given: (SourceFile | undefined)[] = [file, metadata];
    const [table, about] = file.name.endsWith('.zip') ? await unpack(file, [data, metadataOf(data)]) : given;
    if (!table) refuse({ file }, 'The table is not in the archive.', { expected: data });
    try {
      yield* readTable(table, about, context);
    } catch (error) {
      throw asRefusal(error, table);
    }
  },
};

function metadataOf(path: string): string {
  return join(dirname(path), basename(path).replace(/\.parquet$/, '_metadata.json'));
}

async function* readTable(file: SourceFile, metadata: SourceFile | undefined, context: ReadContext): AsyncGenerator<ImportedBlock> {
  const table = await ParquetTable.open(file.path);
  const missing = columns.filter((name) => !table.names.includes(name));
  if (missing.length > 0) refuse({ file, at: `column ${missing[0]}` }, `Columns are missing: ${missing.join(', ')}.`);
  const said = metadata ? await readMetadata(metadata) : null;
  if (!said) context.note('There is no metadata file: the number of rows and the sum of weights are not checked.');
  else if (said.total_rows !== table.rows)
    refuse({ file }, 'The table has another number of rows than its metadata say.', {
      expected: String(said.total_rows),
      got: String(table.rows),
    });
  const cut = testRows(table.rows);
  let weight = 0;
  for (const group of table.groups) {
    const events = await readGroup(file, table, group);
    weight += events.weights.reduce((sum, value) => sum + value, 0);
    yield* blocksOf(events, group, cut, context);
    context.onProgress(group.start + group.count, table.rows, 'events');
  }
  if (said && Math.abs(weight / said.sum_weights - 1) > sumTolerance)
    refuse({ file, at: 'column weights' }, 'The weights do not add up to what the metadata say.', {
      expected: String(said.sum_weights),
      got: String(weight),
    });
}

async function readMetadata(file: SourceFile): Promise<z.infer<typeof Metadata>> {
  try {
    return Metadata.parse(JSON.parse(await readFile(file.path, 'utf8')));
  } catch {
    return refuse({ file }, 'The metadata cannot be read.', { expected: 'JSON with total_rows, columns and sum_weights' });
  }
}

interface Events {
  features: Float32Array<ArrayBuffer>;
  labels: Uint8Array<ArrayBuffer>;
  processes: Uint8Array<ArrayBuffer>;
  weights: Float64Array<ArrayBuffer>;
}

async function readGroup(file: SourceFile, table: ParquetTable, group: RowGroup): Promise<Events> {
  const width = higgsFeatures.length;
  const features = new Float32Array(group.count * width);
  for (const [column, name] of higgsFeatures.entries()) {
    const values = await table.numbers(group, name);
    for (let row = 0; row < group.count; row++) features[row * width + column] = values[row]!;
  }
  const at = (row: number, column: string) => ({ file, at: `row ${group.start + row}, column ${column}` });
  const processes = Uint8Array.from(await table.texts(group, 'detailed_labels'), (name, row) => {
    const process = higgsProcesses.findIndex((known) => known === name);
    if (process < 0)
      refuse(at(row, 'detailed_labels'), 'This is no process of the data set.', { expected: higgsProcesses.join(', '), got: name });
    return process;
  });
  const signal = higgsProcesses.indexOf('htautau');
  const labels = Uint8Array.from(await table.numbers(group, 'labels'), (label, row) => {
    const expected = processes[row] === signal ? 1 : 0;
    if (label !== expected)
      refuse(at(row, 'labels'), 'The label is not that of the process.', { expected: String(expected), got: String(label) });
    return label;
  });
  const weights = Float64Array.from(await table.numbers(group, 'weights'), (weight, row) => {
    if (!(weight > 0)) refuse(at(row, 'weights'), 'A weight must be positive.', { got: String(weight) });
    return weight;
  });
  return { features, labels, processes, weights };
}

function* blocksOf(
  { features, ...columns }: Events,
  { start, count }: RowGroup,
  cut: number,
  context: ReadContext,
): Generator<ImportedBlock> {
  for (let row = 0; row < count;) {
    const split = start + row < cut ? 'test' : 'train';
    const end = split === 'test' ? Math.min(count, cut - start) : count;
    const stop = Math.min(row + blockRows, end);
    const taken = Math.min(stop - row, context.room(split));
    const width = higgsFeatures.length;
    if (taken > 0)
      yield {
        split,
        count: taken,
        tensors: {
          features: features.slice(row * width, (row + taken) * width),
          labels: columns.labels.slice(row, row + taken),
          processes: columns.processes.slice(row, row + taken),
          weights: columns.weights.slice(row, row + taken),
        },
      };
    row = stop;
  }
}
