import { constituentsPerJet, jetFeatures, measureJets } from '@unblind/simulation';
import { PandasFrame, type FrameBlock } from '@unblind/tensors';
import type { Tensors } from '@unblind/challenges';
import { z } from 'zod';
import { asRefusal, refuse } from './faults';
import { findFiles } from './find-files';
import type { ImportedBlock, Importer, ReadContext, SourceFile } from './importer';

/** `ttv` tells which file a jet is of. What others report is measured on test.h5, so that is the private split. */
const origins = [
  { file: 'train.h5', split: 'train' },
  { file: 'test.h5', split: 'private' },
  { file: 'val.h5', split: 'public' },
] as const;
type Origin = (typeof origins)[number];

/** The first jets of val.h5 are the public sample. */
const sampleRows = 2000;
const blockRows = 500;
const components = ['E', 'PX', 'PY', 'PZ'];
const massColumn = jetFeatures.indexOf('mass');

/** The top-tagging landscape, Zenodo 2603256: pandas tables in HDF5. */
export const topTagging: Importer = {
  whole: { train: 1_211_000, sample: sampleRows, public: 403_000 - sampleRows, private: 404_000 },
  checksums: {},
  origins: { zenodo: [{ record: 2603256, files: /^(train|val|test)\.h5$/ }] },
  measure,
  find: (from) => findFiles(from, /^(train|val|test)\.h5$/, 'train.h5, val.h5, test.h5'),
  async *read(files, context) {
    const seen = new Map<Origin, SourceFile>();
    for (const file of files) yield* readFile(file, context, seen);
  },
};

async function* readFile(file: SourceFile, context: ReadContext, seen: Map<Origin, SourceFile>): AsyncGenerator<ImportedBlock> {
  try {
    const frame = await PandasFrame.open(file.path);
    try {
      if (frame.rows === 0) refuse({ file, at: frame.key }, 'The table has no rows.');
      const origin = originOf(file, new Columns(file, frame.read(0, 1)), seen);
      const found = { origin, unsorted: 0 };
      for (let start = 0; start < frame.rows;) {
        const split = origin.split === 'public' && start < sampleRows ? 'sample' : origin.split;
        const end = split === 'sample' ? Math.min(sampleRows, frame.rows) : frame.rows;
        const count = Math.min(blockRows, end - start, context.room(split));
        if (count === 0 && split !== 'sample') break;
        if (count > 0) yield { split, count, tensors: tensorsOf(new Columns(file, frame.read(start, count)), { start, count, found }) };
        start = count > 0 ? start + count : sampleRows;
        context.onProgress(Math.min(start, frame.rows), frame.rows, `jets of ${file.name}`);
      }
      if (found.unsorted > 0) context.note(`${found.unsorted} jets of ${file.name} are not sorted by falling transverse momentum.`);
    } finally {
      frame.close();
    }
  } catch (error) {
    throw asRefusal(error, file);
  }
}

/** By the first jet; a file that is called like another one is refused. */
function originOf(file: SourceFile, first: Columns, seen: Map<Origin, SourceFile>): Origin {
  const ttv = first.at(0, 'ttv');
  const origin = origins[ttv];
  if (!origin) refuse({ file, at: 'row 0, column ttv' }, 'The jet is of no known file.', { expected: '0, 1 or 2', got: String(ttv) });
  const called = origins.find(({ file: name }) => name === file.name);
  if (called && called !== origin)
    refuse({ file, at: 'row 0, column ttv' }, `The file is called ${file.name} and holds the jets of ${origin.file}.`, {
      fix: 'Rename it.',
    });
  const before = seen.get(origin);
  if (before) refuse({ file }, `It holds jets of ${origin.file}, as ${before.name} does.`, { fix: 'Give one of the two.' });
  seen.set(origin, file);
  return origin;
}

/** Columns of a block of rows, by name. */
class Columns {
  constructor(
    private readonly file: SourceFile,
    private readonly blocks: readonly FrameBlock[],
  ) {}

  of(name: string): { data: FrameBlock['data']; width: number; at: number } {
    for (const { names, data } of this.blocks) {
      const at = names.indexOf(name);
      if (at >= 0) return { data, width: names.length, at };
    }
    return refuse({ file: this.file, at: `column ${name}` }, `There is no column ${name}.`, {
      expected: 'E_0, PX_0, PY_0, PZ_0, ..., ttv, is_signal_new',
    });
  }

  at(row: number, name: string): number {
    const { data, width, at } = this.of(name);
    return data[row * width + at]!;
  }

  refuse(at: string, message: string, facts: { expected?: string; got?: string }): never {
    return refuse({ file: this.file, at }, message, facts);
  }
}

interface Rows {
  start: number;
  count: number;
  found: { origin: Origin; unsorted: number };
}

function tensorsOf(columns: Columns, { start, count, found }: Rows): Tensors {
  const { origin } = found;
  const constituents = new Float32Array(count * constituentsPerJet * 4);
  for (let k = 0; k < constituentsPerJet; k++) {
    components.forEach((component, c) => {
      const { data, width, at } = columns.of(`${component}_${k}`);
      for (let row = 0; row < count; row++) constituents[(row * constituentsPerJet + k) * 4 + c] = data[row * width + at]!;
    });
  }
  const labels = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const ttv = columns.at(row, 'ttv');
    if (origins[ttv] !== origin)
      columns.refuse(`row ${start + row}, column ttv`, `The jet is not of ${origin.file}.`, {
        expected: String(origins.indexOf(origin)),
        got: String(ttv),
      });
    const label = columns.at(row, 'is_signal_new');
    if (label !== 0 && label !== 1)
      columns.refuse(`row ${start + row}, column is_signal_new`, 'The label is neither 0 nor 1.', {
        expected: '0 or 1',
        got: String(label),
      });
    labels[row] = label;
    const jet = constituents.subarray(row * constituentsPerJet * 4, (row + 1) * constituentsPerJet * 4);
    if (!checkJet(jet, start + row, columns)) found.unsorted++;
  }
  return { constituents, labels };
}

const Read = z.object({ constituents: z.instanceof(Float32Array), labels: z.instanceof(Uint8Array) });

function measure(tensors: Tensors): Tensors {
  const { constituents, labels } = Read.parse(tensors);
  const jet = measureJets(constituents);
  return { constituents, jet, labels, mass: Float32Array.from(labels, (_, i) => jet[i * jetFeatures.length + massColumn]!) };
}

/** At most as much momentum as energy, up to rounding; none at all in padding. */
const isPossible = (energy: number, momentum: number): boolean => (energy > 0 ? momentum <= 1.001 * energy : momentum === 0);

/** Real energies, and zeros after the last one: what shifts rely on. @returns whether they fall in transverse momentum */
function checkJet(jet: Float32Array, row: number, columns: Columns): boolean {
  let before = Infinity;
  let isSorted = true;
  for (let k = 0; k < constituentsPerJet; k++) {
    const [e = NaN, px = NaN, py = NaN, pz = NaN] = jet.subarray(4 * k, 4 * k + 4);
    const place = `row ${row}, constituent ${k}`;
    if (!(e >= 0 && Number.isFinite(e + px + py + pz)))
      columns.refuse(place, 'A momentum is not a real one.', { expected: 'finite numbers, E at least 0', got: [e, px, py, pz].join(', ') });
    const pt = Math.hypot(px, py);
    if (!isPossible(e, Math.hypot(pt, pz)))
      columns.refuse(place, 'The momentum is larger than the energy.', { expected: `at most E = ${e}`, got: String(Math.hypot(pt, pz)) });
    if (e > 0 && before === 0)
      columns.refuse(place, 'There is padding between the constituents.', { expected: 'zeros after the last one', got: `E = ${e}` });
    isSorted &&= pt <= 1.0001 * before;
    before = e > 0 ? pt : 0;
  }
  if (jet[0] === 0) columns.refuse(`row ${row}`, 'The jet has no constituents.', {});
  return isSorted;
}
