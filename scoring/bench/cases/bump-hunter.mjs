import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import npy from '../../../packages/npy/dist/index.js';
import random from '../../../packages/random/dist/index.js';
import scoring from '../../dist/index.js';

// A falling dijet spectrum of 35 bins from 2.5 to 6 TeV, 84,000 events, scanned with every window of 2 to 10 bins.
const means = Float64Array.from({ length: 35 }, (_, bin) => {
  const x = (2550 + 100 * bin) / 13_000;
  return Math.exp(4.41 + 10.5 * Math.log1p(-x) - 4.78 * Math.log(x));
});
const widths = { from: 2, to: 10 };

export const cases = [
  {
    name: 'anomaly: BumpHunter with 10,000 toys',
    prepare(folder) {
      const stream = random.namedStream('bench');
      const counts = means.map((mean) => stream.poisson(mean));
      writeFileSync(join(folder, 'means.npy'), npy.npyOf(means));
      writeFileSync(join(folder, 'counts.npy'), npy.npyOf(counts));
      const ours = () => scoring.huntBumps(counts, means, widths, { toys: 10_000, seed: 'bench' });
      return { ours, reference: 'bump_hunter', pairs: 7 };
    },
  },
  {
    name: 'anomaly: BumpHunter with 200 toys, each with its own dijet fit, beside toys that are not fitted',
    prepare() {
      const stream = random.namedStream('bench');
      const counts = means.map((mean) => stream.poisson(mean));
      const edges = Float64Array.from({ length: 36 }, (_, i) => 2500 + 100 * i);
      const fit = (toy) => scoring.fitDijetSpectrum({ edges, counts: toy, collisionEnergy: 13_000 }, 3).expected;
      const hunt = (background) => scoring.huntBumps(counts, background, widths, { toys: 200, seed: 'bench' });
      return { ours: () => hunt(fit), reference: () => hunt(means) };
    },
  },
];
