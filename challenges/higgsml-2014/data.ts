import { streamOf } from '@unblind/random';
import {
  applySystematics,
  expectedYields,
  generateHiggsEvent,
  higgs2014Features,
  higgsProcesses,
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

/** Summed weight of signal and background in the 2014 data (CERN Open Data record 328), for every split. */
const expected = { signal: 691.988607711987, background: 410_999.847321811 };

/** How often each process is simulated: far from how often it occurs, so that every one is seen. */
const simulated: Readonly<Record<HiggsProcess, number>> = { htautau: 0.34, ztautau: 0.44, ttbar: 0.15, diboson: 0.07 };

const backgroundYield = expectedYields.ztautau + expectedYields.ttbar + expectedYields.diboson;

type Normalisation = Extract<z.infer<typeof Shift>, { shift: 'normalisation' }>;
const nominalNormalisation: Normalisation = { shift: 'normalisation', ttbar: 1, diboson: 1, background: 1 };

/** Events of all processes, mixed. */
export function produceChunk(task: ChunkTask): Chunk {
  const events = simulate(task);
  const make = (momenta: MomentumShift, normalisation: Normalisation): Tensors => ({
    features: featuresOf(events, momenta),
    labels: Uint8Array.from(events.processes, (process) => (process === 'htautau' ? 1 : 0)),
    weights: Float64Array.from(events.processes, (process) => weightOf(process, normalisation) / task.rows),
    event_ids: Int32Array.from(events.processes, (_, i) => firstEventId + task.start + i),
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
  processes: HiggsProcess[];
  primary: Float32Array;
  /** Scalar sum of what is neither lepton, tau nor jet, GeV. */
  softSum: Float32Array;
  /** Of the soft missing momentum. */
  normals: { x: Float64Array; y: Float64Array };
}

function simulate({ seed, start, count }: ChunkTask): Events {
  const events: Events = {
    processes: [],
    primary: new Float32Array(count * primaryFeatures.length),
    softSum: new Float32Array(count),
    normals: { x: new Float64Array(count), y: new Float64Array(count) },
  };
  for (let i = 0; i < count; i++) {
    const random = streamOf(seed, start + i);
    const process = drawProcess(random.uniform());
    events.processes.push(process);
    events.softSum[i] = 40 + 45 * (random.exponential() + random.exponential());
    events.normals.x[i] = random.normal();
    events.normals.y[i] = random.normal();
    generateHiggsEvent(random, process, events.primary.subarray(i * primaryFeatures.length, (i + 1) * primaryFeatures.length));
  }
  return events;
}

function drawProcess(uniform: number): HiggsProcess {
  let left = uniform;
  for (const process of higgsProcesses) {
    left -= simulated[process];
    if (left < 0) return process;
  }
  return 'htautau';
}

/** Every event is kept: a shift moves it across the analysis' thresholds, not out of the file. */
function featuresOf({ primary, normals, softSum }: Events, shift: MomentumShift): Float32Array<ArrayBuffer> {
  const { rows } = applySystematics({ table: prepareEvents(primary), shift, softMetNormals: normals, cuts: false });
  return Float32Array.from(toHiggs2014(rows, softSum));
}

/** Expected events of a row, times the number of rows. */
function weightOf(process: HiggsProcess, { ttbar, diboson, background }: Normalisation): number {
  if (process === 'htautau') return expected.signal / simulated.htautau;
  const share = expectedYields[process] / backgroundYield;
  const factor = background * (process === 'ttbar' ? ttbar : process === 'diboson' ? diboson : 1);
  return (expected.background * share * factor) / simulated[process];
}
