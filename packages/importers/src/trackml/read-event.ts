import type { Tensors } from '@unblind/challenges';
import { float64Column, int64Column, type FileCollection } from '@unblind/tensors';
import { refuse } from '../faults';
import type { SourceFile } from '../importer';
import { partOf, readCsv } from './csv-files';
import { moduleKey, type Modules } from './detector';

export interface EventRequest {
  source: SourceFile;
  files: FileCollection;
  /** 'event000001000'. */
  event: string;
  modules: Modules | null;
}

export interface ReadEvent {
  tensors: Tensors;
  /** Hits are numbered from 1 without gaps; a part of an event is not, and its hits get new numbers. */
  isRenumbered: boolean;
}

/** Reads the four files of an event, and checks that they belong together. @throws ParticipantFault with file and row */
export async function readEvent(request: EventRequest): Promise<ReadEvent> {
  const hits = await readHits(request);
  const particles = await readParticles(request);
  const truth = await readTruth(request, hits.ids, particles.ids);
  const cells = await readCells(request, hits.ids);
  const perHit = { lengths: [hits.ids.length] };
  const perParticle = { lengths: [particles.ids.length] };
  return {
    isRenumbered: hits.ids.some((id, i) => id !== BigInt(i + 1)),
    tensors: {
      hits: { data: hits.positions, ...perHit },
      cells: { data: cells, ...perHit },
      modules: { data: hits.modules, ...perHit },
      event_ids: Int32Array.of(Number(request.event.replace('event', ''))),
      hit_particles: { data: truth.particles, ...perHit },
      hit_truth: { data: truth.values, ...perHit },
      particle_ids: { data: particles.ids, ...perParticle },
      particles: { data: particles.values, ...perParticle },
      charges: { data: particles.charges, ...perParticle },
    },
  };
}

/** Reads columns of a table of the event: whole numbers, then real ones. */
async function readColumns({ source, files, event }: EventRequest, table: string, whole: readonly string[], real: readonly string[]) {
  const name = `${event}-${table}.csv`;
  const file = partOf(source, name);
  const wholeColumns = whole.map((column) => int64Column([column]));
  const realColumns = real.map((column) => float64Column([column]));
  const rows = await readCsv(source, files, name, [...wholeColumns, ...realColumns]);
  const values = realColumns.map((column, i) => {
    const read = column.values();
    const bad = read.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) refuse({ file, at: `row ${bad}, column ${real[i]}` }, 'This is no number.', { got: String(read[bad]) });
    return read;
  });
  if (rows === 0) refuse({ file }, 'The file has no rows.');
  const wholeOf = (column: string): BigInt64Array => wholeColumns[whole.indexOf(column)]!.values();
  return { file, rows, wholeOf, real: interleaved(values, rows) };
}

function interleaved(columns: readonly Float64Array[], rows: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(rows * columns.length);
  columns.forEach((column, c) => {
    for (let row = 0; row < rows; row++) result[row * columns.length + c] = column[row]!;
  });
  return result;
}

async function readHits(request: EventRequest) {
  const { file, rows, wholeOf, real } = await readColumns(
    request,
    'hits',
    ['hit_id', 'volume_id', 'layer_id', 'module_id'],
    ['x', 'y', 'z'],
  );
  const ids = wholeOf('hit_id');
  const [volumes, layers, modules] = [wholeOf('volume_id'), wholeOf('layer_id'), wholeOf('module_id')];
  const places = new Int32Array(3 * rows);
  for (let row = 0; row < rows; row++) {
    if (ids[row]! <= (row > 0 ? ids[row - 1]! : 0n))
      refuse({ file, at: `row ${row}, column hit_id` }, 'The hits are not in the order of their numbers.', { got: String(ids[row]) });
    const place = moduleKey(volumes[row]!, layers[row]!, modules[row]!);
    if (request.modules?.has(place) === false)
      refuse({ file, at: `row ${row}, columns volume_id, layer_id, module_id` }, 'The detector has no such module.', {
        expected: 'a module of detectors.csv',
        got: place,
      });
    places.set([Number(volumes[row]), Number(layers[row]), Number(modules[row])], 3 * row);
  }
  return { ids: ids.slice(), positions: Float32Array.from(real), modules: places };
}

async function readParticles(request: EventRequest) {
  const { file, rows, wholeOf, real } = await readColumns(request, 'particles', ['particle_id', 'q'], ['vx', 'vy', 'vz', 'px', 'py', 'pz']);
  const [ids, charges] = [wholeOf('particle_id'), wholeOf('q')];
  const seen = new Set<bigint>();
  for (let row = 0; row < rows; row++) {
    if (seen.has(ids[row]!))
      refuse({ file, at: `row ${row}, column particle_id` }, 'The particle is there twice.', { got: String(ids[row]) });
    seen.add(ids[row]!);
  }
  return { ids: BigInt64Array.from(ids), values: real, charges: Int32Array.from(charges, Number) };
}

async function readTruth(request: EventRequest, hits: BigInt64Array, particles: BigInt64Array) {
  const { file, rows, wholeOf, real } = await readColumns(
    request,
    'truth',
    ['hit_id', 'particle_id'],
    ['tx', 'ty', 'tz', 'tpx', 'tpy', 'tpz'],
  );
  const [ids, ofHits] = [wholeOf('hit_id'), wholeOf('particle_id')];
  if (rows !== hits.length)
    refuse({ file }, 'There is not one row for each hit.', { expected: `${hits.length} rows`, got: `${rows} rows` });
  const known = new Set<bigint>(particles).add(0n);
  for (let row = 0; row < rows; row++) {
    if (ids[row] !== hits[row])
      refuse({ file, at: `row ${row}, column hit_id` }, 'This is the truth of another hit.', {
        expected: String(hits[row]),
        got: String(ids[row]),
      });
    if (!known.has(ofHits[row]!))
      refuse({ file, at: `row ${row}, column particle_id` }, 'The event has no such particle.', {
        expected: '0, or a particle of the event',
        got: String(ofHits[row]),
      });
  }
  return { particles: BigInt64Array.from(ofHits), values: real };
}

/** Of each hit: how many cells it has in either direction, and their summed charge. */
async function readCells(request: EventRequest, hits: BigInt64Array): Promise<Float32Array<ArrayBuffer>> {
  const { file, rows, wholeOf, real } = await readColumns(request, 'cells', ['hit_id', 'ch0', 'ch1'], ['value']);
  const [ids, around, along] = [wholeOf('hit_id'), wholeOf('ch0'), wholeOf('ch1')];
  const rowOf = new Map(Array.from(hits, (id, row) => [id, row]));
  const cells = new Float32Array(3 * hits.length);
  for (let from = 0; from < rows;) {
    const row = rowOf.get(ids[from]!);
    if (row === undefined) refuse({ file, at: `row ${from}, column hit_id` }, 'The event has no such hit.', { got: String(ids[from]) });
    if (cells[3 * row] !== 0)
      refuse({ file, at: `row ${from}, column hit_id` }, 'The cells of a hit are not together.', { got: String(ids[from]) });
    let to = from;
    let charge = 0;
    for (; to < rows && ids[to] === ids[from]; to++) charge += real[to]!;
    cells.set([new Set(around.subarray(from, to)).size, new Set(along.subarray(from, to)).size, charge], 3 * row);
    from = to;
  }
  const bare = hits.findIndex((_, row) => cells[3 * row] === 0);
  if (bare >= 0) refuse({ file, at: `hit ${hits[bare]}` }, 'The hit has no cells.');
  return cells;
}
