import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge, loadGenerator } from '@unblind/challenges';
import type { DataSetIndex } from '@unblind/contracts';
import type { StreamKey } from '@unblind/random';
import { readNpy } from '@unblind/tensors';

const slug = 'higgsml-uncertainty';

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

/** Made by the challenge's own generator. */
export async function generated(sizes: { train: number; public: number }, key: StreamKey): Promise<PublicData> {
  const folder = await mkdtemp(join(tmpdir(), 'pooling-'));
  try {
    const directory = join(folder, 'data');
    const { manifest } = await loadChallenge(slug);
    const variations = manifest.scoring.variations.filter(({ id }) => id === 'tau-energy-scale-up');
    const generator = await loadGenerator(slug);
    const { splits } = await generator.generate({ seed: 1, key, sizes, variations, shiftedSplits: ['public'], directory });
    const { train, public: test } = splits;
    const shifted = test?.variations['tau-energy-scale-up'];
    if (!train || !test || !shifted) throw new Error('the generator made not all that was asked of it');
    return {
      train: await read(directory, train),
      test: await read(directory, test),
      shifted: await read(directory, shifted),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Rows = Pick<DataSetIndex['splits'][string], 'views' | 'truth'>;

async function read(directory: string, { views, truth }: Rows): Promise<Experiments> {
  const files = { ...views, ...truth };
  const valuesOf = async (name: string) => (await readNpy(join(directory, files[name]?.file ?? ''))).data;
  const lengths = files.events?.lengths ?? [];
  const cut = <Values>(width: number, make: (from: number, to: number) => Values) => {
    let at = 0;
    return lengths.map((length) => make(at * width, (at += length) * width));
  };
  const [events, processes, weights] = [await valuesOf('events'), await valuesOf('processes'), await valuesOf('weights')];
  return {
    events: cut(28, (from, to) => Float32Array.from(events.subarray(from, to), Number)),
    truth: {
      mu: Float64Array.from(await valuesOf('mu'), Number),
      nuisances: Float64Array.from(await valuesOf('nuisances'), Number),
      processes: cut(1, (from, to) => Uint8Array.from(processes.subarray(from, to), Number)),
      weights: cut(1, (from, to) => Float32Array.from(weights.subarray(from, to), Number)),
    },
  };
}
