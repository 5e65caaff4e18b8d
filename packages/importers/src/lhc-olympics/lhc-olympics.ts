import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Tensors } from '@unblind/challenges';
import { dijetFeatures, measureDijets, particlesPerEvent } from '@unblind/simulation';
import { PandasFrame } from '@unblind/tensors';
import { z } from 'zod';
import { asRefusal, refuse } from '../faults';
import { findFiles } from '../find-files';
import type { ImportedBlock, Importer, ReadContext, SourceFile } from '../importer';
import { blackBoxes, eventsInBox, researchMasses, researchRows, shareOf, type Masses } from './contents';
import { readFeatures } from './features';
import { readMasterkey } from './masterkey';

const blockRows = 250;
const numbers = particlesPerEvent * 3;

/** The LHC Olympics 2020: R&D events (Zenodo 4536377) and the black boxes with their masterkeys (Zenodo 4536624). */
export const lhcOlympics: Importer = {
  whole: {
    ...Object.fromEntries(['train', 'sample', 'public', 'private'].map((split) => [split, researchRows(split)])),
    ...Object.fromEntries(Object.values(blackBoxes).map(({ split }) => [split, eventsInBox])),
  },
  checksums: {},
  origins: {
    zenodo: [
      { record: 4536377, files: /^events_anomalydetection(_v2)?\.h5$/ },
      { record: 4536624, files: /^events_LHCO2020_BlackBox[123]\.(h5|masterkey)$/ },
    ],
  },
  columns: { resonance: ['resonance', 'heavy', 'light'] },
  measure,
  async find(from) {
    const expected = 'events_anomalydetection.h5 or events_anomalydetection_v2.h5, events_LHCO2020_BlackBox1.h5 with its .masterkey';
    const files = await findFiles(from, /^events_(anomalydetection(_v2)?(\.features)?|LHCO2020_BlackBox[123])\.(h5|masterkey)$/, expected);
    const keys = files.map(({ path }) => keyOf(path)).filter((path) => existsSync(path) && !files.some((file) => file.path === path));
    return [...files, ...keys.map((path) => ({ name: basename(path), path }))];
  },
  async *read(files, context) {
    const isFeatures = ({ name }: SourceFile) => /features/.test(name);
    const tables = files.filter(({ name }) => !name.endsWith('.masterkey'));
    const research = tables.filter((file) => /anomalydetection/.test(file.name) && !isFeatures(file));
    if (research[1]) refuse({ file: research[1] }, `There are R&D events in ${research[0]?.name} too.`, { fix: 'Give one of the two.' });
    const hasParticles = tables.some((file) => !isFeatures(file));
    for (const file of tables) {
      if (hasParticles && isFeatures(file))
        context.note(`${file.name} is not read: the features are measured on the particles, in every split alike.`);
      else yield* readTable(file, files, context);
    }
  },
};

/** Of a black box, beside it. */
function keyOf(path: string): string {
  return join(dirname(path), basename(path).replace(/\.h5$/, '.masterkey'));
}

async function* readTable(file: SourceFile, files: readonly SourceFile[], context: ReadContext): AsyncGenerator<ImportedBlock> {
  try {
    const frame = await PandasFrame.open(file.path);
    try {
      if (frame.rows === 0) refuse({ file, at: frame.key }, 'The table has no rows.');
      const { names } = frame;
      if (dijetFeatures.every((name) => names.includes(name))) yield* readFeatures(file, frame, context);
      else if (names.length === numbers + 1) yield* readResearch(file, frame, context);
      else if (names.length === numbers) yield* readBox(file, frame, files, context);
      else
        refuse({ file, at: frame.key }, 'This is no table of the LHC Olympics.', {
          expected: `${numbers} or ${numbers + 1} columns of particles, or ${dijetFeatures.join(', ')}`,
          got: `${names.length} columns: ${names.slice(0, 5).join(', ')}, ...`,
        });
    } finally {
      frame.close();
    }
  } catch (error) {
    throw asRefusal(error, file);
  }
}

async function* readResearch(file: SourceFile, frame: PandasFrame, context: ReadContext): AsyncGenerator<ImportedBlock> {
  for (let start = 0; start < frame.rows;) {
    const { split, end } = shareOf(start);
    const stop = Math.min(start + blockRows, end, frame.rows);
    const count = Math.min(stop - start, context.room(split));
    if (count > 0) {
      const { particles, rest } = readParticles(file, frame, start, count);
      const labels = Uint8Array.from(rest, (label, i) => {
        if (label !== 0 && label !== 1)
          refuse({ file, at: `row ${start + i}, column ${numbers}` }, 'The label is neither 0 nor 1.', {
            expected: '0 or 1',
            got: String(label),
          });
        return label;
      });
      yield { split, count, tensors: tensorsOf(particles, labels, researchMasses) };
    }
    start = stop;
    context.onProgress(start, frame.rows, `events of ${file.name}`);
  }
}

async function* readBox(
  file: SourceFile,
  frame: PandasFrame,
  files: readonly SourceFile[],
  context: ReadContext,
): AsyncGenerator<ImportedBlock> {
  const box = blackBoxes[/BlackBox([123])/.exec(file.name)?.[1] ?? ''];
  if (!box)
    refuse({ file }, 'This is a black box, and its name does not tell which.', {
      expected: 'events_LHCO2020_BlackBox1.h5, 2 or 3',
      got: file.name,
    });
  const key = files.find(({ path }) => path === keyOf(file.path));
  if (!key)
    refuse({ file }, 'The truth of the box is missing.', { expected: basename(keyOf(file.path)), fix: 'Put the masterkey beside it.' });
  const labels = await readMasterkey(key, frame.rows);
  const signal = labels.reduce((sum, label) => sum + Math.min(1, label), 0);
  if (frame.rows === eventsInBox && signal !== box.signal)
    refuse({ file: key }, 'The masterkey is not of this box.', { expected: `${box.signal} signal events`, got: String(signal) });
  if (signal > 0)
    context.note(`${box.split} holds ${signal} signal events: the range of 'events' in the challenge's answer form has to cover them.`);
  for (let start = 0; start < frame.rows;) {
    const count = Math.min(blockRows, frame.rows - start, context.room(box.split));
    if (count === 0) break;
    const { particles } = readParticles(file, frame, start, count);
    const ofBlock = labels.subarray(start, start + count).map((label) => Math.min(1, label));
    yield { split: box.split, count, tensors: tensorsOf(particles, ofBlock, box.masses) };
    start += count;
    context.onProgress(start, frame.rows, `events of ${file.name}`);
  }
}

/** Padding ends an event: what views and shifts rely on. `rest`: the column behind the particles. */
function readParticles(
  file: SourceFile,
  frame: PandasFrame,
  start: number,
  count: number,
): { particles: Float32Array<ArrayBuffer>; rest: number[] } {
  const [block] = frame.read(start, count);
  if (!block) return refuse({ file, at: frame.key }, 'The table has no columns.');
  const width = block.names.length;
  const particles = new Float32Array(count * numbers);
  for (let row = 0; row < count; row++) {
    const values = block.data.subarray(row * width, row * width + numbers);
    checkEvent(values, file, start + row);
    particles.set(values, row * numbers);
  }
  const rest = width > numbers ? Array.from({ length: count }, (_, row) => block.data[row * width + numbers]!) : [];
  return { particles, rest };
}

/** @param values pt, eta and phi of each particle, and zeros behind the last one */
function checkEvent(values: Float32Array | Float64Array, file: SourceFile, row: number): void {
  let ended = false;
  for (let at = 0; at < numbers; at += 3) {
    const [pt = NaN, eta = NaN, phi = NaN] = values.subarray(at, at + 3);
    const place = () => ({ file, at: `row ${row}, columns ${at} to ${at + 2}` });
    if (!isParticle(pt, eta, phi))
      refuse(place(), 'This is no particle.', { expected: 'pt at least 0, |eta| < 10, |phi| < 3.2', got: [pt, eta, phi].join(', ') });
    if (ended && pt > 0)
      refuse(place(), 'There is padding between the particles.', { expected: 'zeros after the last one', got: `pt = ${pt}` });
    ended ||= pt === 0;
  }
  if (values[0] === 0) refuse({ file, at: `row ${row}` }, 'The event has no particles.');
}

const isParticle = (pt: number, eta: number, phi: number): boolean =>
  pt >= 0 && Number.isFinite(pt) && Math.abs(eta) < 10 && Math.abs(phi) < 3.2;

function tensorsOf(particles: Float32Array<ArrayBuffer>, labels: Uint8Array<ArrayBuffer>, masses: Masses): Tensors {
  return { particles, labels, resonance: repeated(masses, labels.length) };
}

const Read = z.object({ particles: z.instanceof(Float32Array) });

/** A features file has them. */
function measure(tensors: Tensors): Tensors {
  const read = Read.safeParse(tensors);
  if (!read.success) return tensors;
  const { features, dijetMass } = measureDijets(read.data.particles);
  return { ...tensors, features, mjj: dijetMass, mass: dijetMass.slice() };
}

function repeated(masses: Masses, rows: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: 3 * rows }, (_, i) => masses[i % 3]!);
}
