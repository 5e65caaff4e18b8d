import { dijetFeatures, generateDijets, particlesPerEvent, shiftDijets, type Dijets, type Resonance } from '@unblind/simulation';
import { z } from 'zod';
import { npyGenerator } from '../npy-generator';
import { shiftAll, type Chunk, type ChunkTask, type Tensors } from '../produce-chunks';
import { boxNames, contentOf, type BlackBoxContent } from './black-boxes';

const Shift = z.discriminatedUnion('shift', [
  z.object({ shift: z.literal('energy-scale'), factor: z.number().positive() }),
  z.object({ shift: z.literal('energy-resolution'), width: z.number().positive() }),
  z.object({ shift: z.literal('particle-loss'), probability: z.number().min(0).max(1) }),
  z.object({ shift: z.literal('pile-up'), particles: z.number().positive() }),
]);

export const generator = npyGenerator({
  module: __filename,
  shifts: Shift,
  unit: 'events',
  rowsPerChunk: 250,
  views: {
    particles: { dtype: 'float32', rowShape: [particlesPerEvent, 3] },
    features: { dtype: 'float32', rowShape: [dijetFeatures.length] },
    mjj: { dtype: 'float32', rowShape: [1] },
  },
  truth: {
    labels: { dtype: 'uint8', rowShape: [] },
    mass: { dtype: 'float32', rowShape: [] },
    // Of the resonance, the same on every row, NaN where there is none: its mass, and its daughters', GeV.
    resonance: { dtype: 'float64', rowShape: [3] },
  },
  shiftRows,
});

/** The signal of the R&D data set: Z' -> X Y at 3.5 TeV with daughters of 500 and 100 GeV. */
const research: BlackBoxContent = { resonance: { decay: 'pair', mass: 3500, heavy: 500, light: 100 }, signalFraction: 0.1 };

/** QCD dijets, and a resonance among them; in the black boxes one that nobody knows. */
export function produceChunk(task: ChunkTask): Chunk {
  const box = boxNames.find((name) => name === task.split);
  const { resonance, signalFraction } = box ? contentOf(box, task) : research;
  const nominal = generateDijets({ ...task, signalFraction, resonances: resonance ? [resonance] : [] });
  return {
    nominal: tensorsOf(nominal, resonance),
    variations: shiftAll(task, (variation) => tensorsOf(shiftDijets(nominal, Shift.parse(variation), task), resonance)),
  };
}

const Imported = z.object({
  particles: z.instanceof(Float32Array),
  features: z.instanceof(Float32Array),
  mjj: z.instanceof(Float32Array),
  labels: z.instanceof(Uint8Array),
  resonance: z.instanceof(Float64Array),
});

/** Events that were not generated here; the truth about their resonance stays as it is. */
function shiftRows(nominal: Tensors, task: ChunkTask): Record<string, Tensors> {
  const { mjj, resonance, ...events } = Imported.parse(nominal);
  const dijets = { ...events, dijetMass: mjj };
  return shiftAll(task, (variation) => ({ ...tensorsOf(shiftDijets(dijets, Shift.parse(variation), task), null), resonance }));
}

function tensorsOf({ particles, features, dijetMass, labels }: Dijets, resonance: Resonance | null): Tensors {
  const masses = resonance
    ? [resonance.mass, ...(resonance.decay === 'pair' ? [resonance.heavy, resonance.light] : [NaN, NaN])]
    : [NaN, NaN, NaN];
  return {
    particles,
    features,
    mjj: dijetMass,
    labels,
    mass: dijetMass.slice(),
    resonance: Float64Array.from({ length: 3 * labels.length }, (_, i) => masses[i % 3] ?? NaN),
  };
}
