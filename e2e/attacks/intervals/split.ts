import { loadChallenge } from '@unblind/challenges';
import type { LocalSplit } from '@unblind/evaluation';
import type { StreamKey } from '@unblind/random';
import { valuesOf, withData } from '../generated-data';

export const slug = 'higgsml-uncertainty';

/** Pseudo-experiments, or in the training split blocks of simulated events under one shift. */
export interface Experiments {
  /** [events, 28] of each, as participants download them. */
  events: readonly Float32Array[];
  /** Public in the training split alone. */
  truth: { mu: Float64Array; nuisances: Float64Array; processes: readonly Uint8Array[]; weights: readonly Float32Array[] };
}

/** What a participant has of these: training with its truth, and the test as it is and under a shift. */
export interface PublicData {
  train: Experiments;
  test: Experiments;
  shifted: Experiments;
}

const shift = 'tau-energy-scale-up';

/** Made by the challenge's own generator. */
export async function generated(sizes: { train: number; public: number }, key: StreamKey): Promise<PublicData> {
  const { manifest } = await loadChallenge(slug);
  const variations = manifest.scoring.variations.filter(({ id }) => id === shift);
  return withData(slug, { seed: 1, key, sizes, variations, shiftedSplits: ['public'] }, async (splitOf) => ({
    train: await read(splitOf('train')),
    test: await read(splitOf('public')),
    shifted: await read(splitOf('public', shift)),
  }));
}

/** The same without the shift, which takes half of the time. */
export function unshifted(sizes: { train: number; public: number }, key: StreamKey): Promise<Omit<PublicData, 'shifted'>> {
  return withData(slug, { seed: 1, key, sizes, variations: [] }, async (splitOf) => ({
    train: await read(splitOf('train')),
    test: await read(splitOf('public')),
  }));
}

async function read(split: LocalSplit): Promise<Experiments> {
  const lengths = split.lengths.events ?? [];
  const cut = <Values>(width: number, make: (from: number, to: number) => Values) => {
    let at = 0;
    return lengths.map((length) => make(at * width, (at += length) * width));
  };
  const [events, processes, weights] = [
    await valuesOf(split, 'events'),
    await valuesOf(split, 'processes'),
    await valuesOf(split, 'weights'),
  ];
  return {
    events: cut(28, (from, to) => Float32Array.from(events.subarray(from, to))),
    truth: {
      mu: await valuesOf(split, 'mu'),
      nuisances: await valuesOf(split, 'nuisances'),
      processes: cut(1, (from, to) => Uint8Array.from(processes.subarray(from, to))),
      weights: cut(1, (from, to) => Float32Array.from(weights.subarray(from, to))),
    },
  };
}
