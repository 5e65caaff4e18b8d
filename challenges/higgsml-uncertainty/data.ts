import { deriveSeed, streamOf, type Seed } from '@unblind/random';
import { higgsFeatures, nuisanceNames, type Nuisances } from '@unblind/simulation';
import { z } from 'zod';
import { npyGenerator } from '../npy-generator';
import { shiftAll, type Chunk, type ChunkTask, type Sets, type Tensors } from '../produce-chunks';
import { pseudoExperiment, type PseudoExperiment } from './pseudo-experiment';
import { trainingBlock } from './training-block';

const positive = z.number().positive().optional();
/** Nuisances that have this value in every pseudo-experiment, instead of being drawn. */
const Shift = z.discriminatedUnion('shift', [
  z.object({
    shift: z.literal('fixed'),
    tes: positive,
    jes: positive,
    softMet: positive,
    ttbarScale: positive,
    dibosonScale: positive,
    backgroundScale: positive,
  }),
]);

/**
 * A row is a pseudo-experiment; in the training split it is a block of labelled events under one shift (`training-block.ts`),
 * with `mu` 1. The pseudo-experiments of a shift are others than the nominal ones: the same under a known shift would tell the
 * nuisances, the same mu twice would be measured twice.
 */
export const generator = npyGenerator({
  module: __filename,
  shifts: Shift,
  unit: 'pseudo-experiments',
  rowsPerChunk: 42,
  views: {
    events: { dtype: 'float32', rowShape: [higgsFeatures.length], perSet: true },
    // Where a pseudo-experiment ends in the file of all events: to download, not for models.
    event_counts: { dtype: 'int32', rowShape: [] },
  },
  truth: {
    mu: { dtype: 'float64', rowShape: [] },
    nuisances: { dtype: 'float64', rowShape: [nuisanceNames.length] },
    // 0 Z to tau tau, 1 diboson, 2 ttbar, 3 Higgs to tau tau.
    processes: { dtype: 'uint8', rowShape: [], perSet: true },
    // Expected events that each one stands for; 1 in a pseudo-experiment.
    weights: { dtype: 'float32', rowShape: [], perSet: true },
  },
});

export function produceChunk(task: ChunkTask): Chunk {
  const { split, seed, start, count, rows } = task;
  const numbers = Array.from({ length: count }, (_, i) => start + i);
  if (split === 'train') return { nominal: tensorsOf(numbers.map((row) => training(seed, row, rows))), variations: {} };
  const experiments = (name: string, fixed: Partial<Nuisances>) => {
    const own = deriveSeed(seed, name);
    return tensorsOf(numbers.map((row) => weighted(pseudoExperiment(streamOf(own, row), fixed))));
  };
  return {
    nominal: experiments('experiments', {}),
    variations: shiftAll(task, (variation) => {
      const { shift: _shift, ...fixed } = Shift.parse(variation);
      return experiments(`experiments/${variation.id}`, defined(fixed));
    }),
  };
}

type Row = PseudoExperiment & { weights: Float32Array };

const training = (seed: Seed, row: number, rows: number): Row => ({ mu: 1, ...trainingBlock(seed, row, rows) });
const weighted = (experiment: PseudoExperiment): Row => ({
  ...experiment,
  weights: new Float32Array(experiment.processes.length).fill(1),
});

function defined(values: Record<string, number | undefined>): Partial<Nuisances> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function tensorsOf(rows: readonly Row[]): Tensors {
  return {
    events: sets(
      rows.map(({ events }) => events),
      Float32Array,
      higgsFeatures.length,
    ),
    event_counts: Int32Array.from(rows, ({ processes }) => processes.length),
    mu: Float64Array.from(rows, ({ mu }) => mu),
    nuisances: Float64Array.from(rows.flatMap(({ nuisances }) => nuisanceNames.map((name) => nuisances[name]))),
    processes: sets(
      rows.map(({ processes }) => processes),
      Uint8Array,
    ),
    weights: sets(
      rows.map(({ weights }) => weights),
      Float32Array,
    ),
  };
}

function sets(parts: readonly (Float32Array | Uint8Array)[], Type: typeof Float32Array | typeof Uint8Array, width = 1): Sets {
  const lengths = parts.map(({ length }) => length / width);
  const data = new Type(width * lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { data, lengths };
}
