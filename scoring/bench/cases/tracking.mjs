import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import npy from '../../../packages/npy/dist/index.js';
import random from '../../../packages/random/dist/index.js';
import scoring from '../../dist/index.js';

/** An event of TrackML's size: 120,939 hits of 10,500 particles and 13 % noise; every fifth hit is in a wrong track. */
function event() {
  const stream = random.namedStream('tracking');
  const hits = 120_939;
  const particles = 10_500;
  const ids = BigInt64Array.from(
    { length: particles },
    () => (BigInt(stream.integer(200)) << 52n) | (BigInt(stream.integer(4000)) << 36n) | BigInt(stream.integer(3) << 24),
  );
  const hitIds = Int32Array.from({ length: hits }, (_, i) => i + 1);
  const trackIds = new Int32Array(hits);
  const particleIds = new BigInt64Array(hits);
  const weights = Float64Array.from({ length: hits }, () => stream.uniform());
  for (let hit = 0; hit < hits; hit++) {
    const particle = stream.integer(particles);
    const isNoise = stream.uniform() < 0.13;
    particleIds[hit] = isNoise ? 0n : ids[particle];
    trackIds[hit] = stream.uniform() < 0.2 ? stream.integer(particles) : particle;
    if (isNoise) weights[hit] = 0;
  }
  return { hitIds, particleIds, weights, trackIds };
}

export const cases = [
  {
    name: 'tracking: TrackML score of an event of 120,939 hits, beside pandas',
    prepare(folder) {
      const { hitIds, particleIds, weights, trackIds } = event();
      for (const [name, values] of Object.entries({ hitIds, particleIds, weights, trackIds }))
        writeFileSync(join(folder, `${name}.npy`), npy.npyOf(values));
      const truth = { hitIds, particleIds, weights };
      const ours = () => scoring.trackmlScore(scoring.matchTracks(truth, { hitIds, trackIds }));
      // A data set has 50 to 125 events: the code is compiled after the first few.
      for (let i = 0; i < 30; i++) ours();
      return { ours, reference: 'trackml_score', pairs: 15 };
    },
  },
];
