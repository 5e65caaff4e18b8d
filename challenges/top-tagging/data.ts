import { constituentsPerJet, generateJets, jetFeatures } from '@unblind/simulation';
import { npyGenerator } from '../npy-generator';
import type { Chunk, ChunkTask } from '../produce-chunks';

const massColumn = jetFeatures.indexOf('mass');

export const generator = npyGenerator({
  module: __filename,
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
});

/** Half tops, half QCD jets. */
export function produceChunk(task: ChunkTask): Chunk {
  const { constituents, jet, labels } = generateJets(task);
  const mass = Float32Array.from(labels, (_, i) => jet[i * jetFeatures.length + massColumn] ?? NaN);
  return { nominal: { constituents, jet, labels, mass }, variations: {} };
}
