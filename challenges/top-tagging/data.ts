import { hasHiddenInputs } from '@unblind/contracts';
import { constituentsPerJet, generateJets, jetFeatures, shiftJets, type MeasuredJets } from '@unblind/simulation';
import { z } from 'zod';
import { npyGenerator } from '../npy-generator';
import { shiftAll, type Chunk, type ChunkTask, type Tensors } from '../produce-chunks';

const massColumn = jetFeatures.indexOf('mass');

/** Of tops among the jets. */
const shares = { ranking: 1 / 8, diagnostic: 3 / 10, private: 1 / 10 };

export const Shift = z.discriminatedUnion('shift', [
  z.object({ shift: z.literal('calorimeter-scale'), factor: z.number().positive() }),
  z.object({ shift: z.literal('energy-resolution'), width: z.number().positive() }),
  z.object({ shift: z.literal('constituent-loss'), probability: z.number().min(0).max(1) }),
  z.object({ shift: z.literal('pile-up'), density: z.number().positive() }),
  z.object({ shift: z.literal('generator') }),
]);

export const generator = npyGenerator({
  module: __filename,
  shifts: Shift,
  unit: 'jets',
  rowsPerChunk: 500,
  views: {
    constituents: { dtype: 'float32', rowShape: [constituentsPerJet, 4] },
    jet: { dtype: 'float32', rowShape: [jetFeatures.length] },
  },
  truth: {
    labels: { dtype: 'uint8', rowShape: [] },
    // The scorer asks how a cut on the score shapes the background's mass.
    mass: { dtype: 'float32', rowShape: [] },
  },
  // Background rejections at small mistag rates need many more QCD jets than tops. The open splits draw each jet's label, half and half.
  share: (split, part) => (part === 'whole' ? (hasHiddenInputs(split) ? shares.private : null) : shares[part]),
  shiftRows,
});

export function produceChunk(task: ChunkTask): Chunk {
  const nominal = generateJets(task);
  return {
    nominal: tensorsOf(nominal),
    variations: shiftAll(task, (variation) => tensorsOf(shiftJets(nominal, Shift.parse(variation), task))),
  };
}

const Imported = z.object({ constituents: z.instanceof(Float32Array), jet: z.instanceof(Float32Array), labels: z.instanceof(Uint8Array) });

/** Shifts that need more than the constituents: another shower, and which of them are tracks. */
const ofGeneratedOnly = ['generator', 'calorimeter-scale'];

/** Jets that were not generated here, under the other shifts. */
function shiftRows(nominal: Tensors, task: ChunkTask): Record<string, Tensors> {
  const jets = Imported.parse(nominal);
  const variations = task.variations.filter(({ shift }) => !ofGeneratedOnly.includes(shift));
  return shiftAll({ ...task, variations }, (variation) => tensorsOf(shiftJets(jets, Shift.parse(variation), task)));
}

function tensorsOf({ constituents, jet, labels }: MeasuredJets): Tensors {
  return { constituents, jet, labels, mass: Float32Array.from(labels, (_, i) => jet[i * jetFeatures.length + massColumn] ?? NaN) };
}
