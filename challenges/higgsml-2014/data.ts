import { streamOf } from '@unblind/random';
import {
  applySystematics,
  generateHiggsEvent,
  higgs2014Features,
  nominalMomenta,
  prepareEvents,
  primaryFeatures,
  toHiggs2014,
  type HiggsProcess,
  type MomentumShift,
} from '@unblind/simulation';
import { z } from 'zod';
import { npyGenerator } from '../npy-generator';
import { shiftAll, type Chunk, type ChunkTask, type Tensors } from '../produce-chunks';
import { drawProcesses, eventWeight, nominalNormalisation, type Normalisation } from './event-weights';

const Shift = z.discriminatedUnion('shift', [
  z.object({
    shift: z.literal('momenta'),
    tes: z.number().default(nominalMomenta.tes),
    jes: z.number().default(nominalMomenta.jes),
    softMet: z.number().default(nominalMomenta.softMet),
  }),
  z.object({
    shift: z.literal('normalisation'),
    ttbar: z.number().positive().default(1),
    diboson: z.number().positive().default(1),
    background: z.number().positive().default(1),
  }),
]);

export const generator = npyGenerator({
  module: __filename,
  shifts: Shift,
  unit: 'events',
  rowsPerChunk: 2000,
  views: { features: { dtype: 'float32', rowShape: [higgs2014Features.length] } },
  truth: {
    labels: { dtype: 'uint8', rowShape: [] },
    // Expected events that the row stands for.
    weights: { dtype: 'float64', rowShape: [] },
    event_ids: { dtype: 'int32', rowShape: [] },
  },
  shiftRows,
});

/** The EventId of a split's first row, as in 2014. */
const firstEventId = 100_000;

/** Events of all processes, mixed. */
export function produceChunk(task: ChunkTask): Chunk {
  const split = drawProcesses(task.seed, task.rows);
  const processes = split.processes.slice(task.start, task.start + task.count);
  const events = simulate(task, processes);
  const make = (momenta: MomentumShift, normalisation: Normalisation): Tensors => ({
    features: featuresOf(events, momenta),
    labels: Uint8Array.from(processes, (process) => (process === 'htautau' ? 1 : 0)),
    weights: Float64Array.from(processes, (process) => eventWeight(split, process, normalisation)),
    event_ids: Int32Array.from(processes, (_, i) => firstEventId + task.start + i),
  });
  return {
    nominal: make(nominalMomenta, nominalNormalisation),
    variations: shiftAll(task, (variation) => {
      const shift = Shift.parse(variation);
      return shift.shift === 'momenta' ? make(shift, nominalNormalisation) : make(nominalMomenta, shift);
    }),
  };
}

const Imported = z.object({ labels: z.instanceof(Uint8Array), weights: z.instanceof(Float64Array) });

/**
 * ATLAS's events do not tell the kind of background, and their DER_mass_MMC cannot be computed again: the normalisation of all
 * backgrounds is what can be shifted.
 */
function shiftRows(nominal: Tensors, task: ChunkTask): Record<string, Tensors> {
  const { labels, weights } = Imported.parse(nominal);
  const shifts = task.variations.flatMap((variation) => {
    const shift = Shift.parse(variation);
    return shift.shift === 'normalisation' && shift.ttbar === 1 && shift.diboson === 1 ? [{ id: variation.id, ...shift }] : [];
  });
  return Object.fromEntries(
    shifts.map(({ id, background }) => [
      id,
      { ...nominal, weights: weights.map((weight, row) => (labels[row] === 1 ? weight : weight * background)) },
    ]),
  );
}

interface Events {
  primary: Float32Array;
  /** Scalar sum of what is neither lepton, tau nor jet, GeV. */
  softSum: Float32Array;
  /** Of the soft missing momentum. */
  normals: { x: Float64Array; y: Float64Array };
}

function simulate({ seed, start, count }: ChunkTask, processes: readonly HiggsProcess[]): Events {
  const events: Events = {
    primary: new Float32Array(count * primaryFeatures.length),
    softSum: new Float32Array(count),
    normals: { x: new Float64Array(count), y: new Float64Array(count) },
  };
  processes.forEach((process, i) => {
    const random = streamOf(seed, start + i);
    events.softSum[i] = 40 + 45 * (random.exponential() + random.exponential());
    events.normals.x[i] = random.normal();
    events.normals.y[i] = random.normal();
    generateHiggsEvent(random, process, events.primary.subarray(i * primaryFeatures.length, (i + 1) * primaryFeatures.length));
  });
  return events;
}

/** Every event is kept: a shift moves it across the analysis' thresholds, not out of the file. */
function featuresOf({ primary, normals, softSum }: Events, shift: MomentumShift): Float32Array<ArrayBuffer> {
  const { rows } = applySystematics({ table: prepareEvents(primary), shift, softMetNormals: normals, cuts: false });
  return Float32Array.from(toHiggs2014(rows, softSum));
}
