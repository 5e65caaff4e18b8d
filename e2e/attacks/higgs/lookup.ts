import type { LocalSplit } from '@unblind/evaluation';
import { streamKey } from '@unblind/random';
import type { Attack } from '../attack';
import { valuesOf, withData, type DataRequest } from '../generated-data';
import { lookupModel, type KnownRows } from './lookup-model';
import { resultOf, slug } from './run-model';

const sizes = { train: 2000, private: 3000 };
/** In challenge.yaml. */
const seed = 20140512;
const ranked = 'ams';

/**
 * A model that has rows by heart: the training split, whose labels are public, and what the public generator makes of the published seed
 * for the private one. No row of the private split is among them, unless both come from one seed.
 */
export const lookupTable: Attack = {
  name: 'lookup table as ONNX',
  against: 'private split',
  limitSigma: 0.3,
  inShort: true,
  async run() {
    const regenerated = { sizes, seed, openTruth: true };
    const guess = await withData(slug, regenerated, (splitOf) => knownRows(splitOf('private')));
    return {
      gainSigma: await gainOn({ sizes, seed, key: streamKey(new Uint8Array(32).fill(7)) }, guess),
      controlSigma: await gainOn(regenerated, guess),
      queries: 1,
      accounts: 1,
    };
  },
};

/** In standard deviations of the same model without its table. */
function gainOn(request: DataRequest, guess: KnownRows): Promise<number> {
  return withData(slug, request, async (splitOf) => {
    const [train, hidden] = [await knownRows(splitOf('train')), splitOf('private')];
    const known = { features: joined(train.features, guess.features), labels: joined(train.labels, guess.labels) };
    const honest = (await resultOf(lookupModel({ features: new Float64Array(30), labels: new Float64Array(1) }), hidden, ranked)).metric;
    const { metric } = await resultOf(lookupModel(known), hidden, ranked);
    const sigma = ((honest.high ?? NaN) - (honest.low ?? NaN)) / 2;
    return ((metric.value ?? NaN) - (honest.value ?? NaN)) / sigma;
  });
}

async function knownRows(split: LocalSplit): Promise<KnownRows> {
  return { features: await valuesOf(split, 'features'), labels: await valuesOf(split, 'labels') };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
