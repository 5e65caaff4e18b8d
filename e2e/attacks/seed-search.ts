import { loadChallenge, type GenerateRequest } from '@unblind/challenges';
import { deriveSeed, streamKey, streamOf } from '@unblind/random';
import { higgs2014Features } from '@unblind/simulation';
import type { Attack, Size } from './attack';
import { valuesOf, withData } from './generated-data';

/** Everything that anybody has of HiggsML 2014's test events, and the truth, to see how much of it was found. */
interface TestData {
  /** [rows, 30] of the public split. */
  features: Float64Array;
  /** Of the private split. */
  labels: Float64Array;
}

const slug = 'higgsml-2014';
const sizes = { public: 200, private: 500 };

/** Data as the platform makes them, with the inputs that it publishes. */
function testData(of: Pick<GenerateRequest, 'seed' | 'key' | 'openTruth'>): Promise<TestData> {
  return withData(slug, { ...of, sizes }, async (splitOf) => ({
    features: await valuesOf(splitOf('public'), 'features'),
    labels: await valuesOf(splitOf('private'), 'labels'),
  }));
}

/** The processes that count as background come first in a draw's range: signal is the last third. */
const signalFrom = 0.44 + 0.07 + 0.15;
const column = (name: (typeof higgs2014Features)[number]) => higgs2014Features.indexOf(name);
const [sumet, sumPt, width] = [column('PRI_met_sumet'), column('DER_sum_pt'), higgs2014Features.length];
/** GeV: what rounding to float32 leaves. */
const tolerance = 0.01;

/** Seeds first..first+count-1, of which the first that makes the public inputs; null if none does. */
function searchSeed(features: Float64Array, { first, count }: { first: number; count: number }): number | null {
  const rows = features.length / width;
  // The difference of two public columns is made of the first two draws of an event alone.
  const softSums = Float64Array.from({ length: rows }, (_, row) => features[row * width + sumet]! - features[row * width + sumPt]!);
  for (let seed = first; seed < first + count; seed++) {
    const ofSplit = deriveSeed(seed, 'public');
    if (softSums.every((observed, row) => Math.abs(softSumOf(ofSplit, row) - observed) < tolerance)) return seed;
  }
  return null;
}

function softSumOf(seed: ReturnType<typeof deriveSeed>, row: number): number {
  const random = streamOf(seed, row);
  return 40 + 45 * (random.exponential() + random.exponential());
}

/** The labels of the private split that a seed makes. */
function labelsOf(seed: number): number[] {
  const random = streamOf(deriveSeed(deriveSeed(seed, 'private'), 'processes'), 0);
  return Array.from({ length: sizes.private }, () => (random.uniform() >= signalFrom ? 1 : 0));
}

/** How far labels agree with the truth beyond guessing in the right shares, in standard deviations; 0 for who found no seed. */
function gain({ labels }: TestData, seed: number | null): number {
  if (seed === null) return 0;
  const right = labelsOf(seed).filter((label, row) => label === labels[row]).length;
  const chance = signalFrom ** 2 + (1 - signalFrom) ** 2;
  return (right - chance * sizes.private) / Math.sqrt(sizes.private * chance * (1 - chance));
}

const searched = { short: 2 ** 16, full: 2 ** 22 } satisfies Record<Size, number>;
/** The seed in challenge.yaml, which everybody knows, is tried besides. */
async function publishedSeed(): Promise<number> {
  const source = (await loadChallenge(slug)).manifest.data.sources.simulated;
  if (!source || !('seed' in source)) throw new Error(`${slug} has no simulated source`);
  return source.seed;
}

/** The generator is public and its inputs show its draws: whoever can try all seeds has the labels of the private split. */
export const seedSearch: Attack = {
  name: 'seed search',
  against: 'data set',
  limitSigma: 0.3,
  inShort: true,
  async run(size) {
    const count = searched[size];
    const published = await publishedSeed();
    const tried = (features: Float64Array, first: number) =>
      searchSeed(features, { first, count }) ?? searchSeed(features, { first: published, count: 1 });
    // A key that the attacker has no part in.
    const keyed = await testData({ seed: published, key: streamKey(new Uint8Array(32).fill(42)) });
    // Before there were keys: 32 bits, of which the attacker here has to search but a few.
    const hidden = 0xbeef_0000 + (count >> 1) + 17;
    const seeded = await testData({ seed: hidden, openTruth: true });
    return {
      queries: 0,
      accounts: 0,
      gainSigma: gain(keyed, tried(keyed.features, 0)),
      controlSigma: gain(seeded, tried(seeded.features, 0xbeef_0000)),
    };
  },
};
