import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import npy from '../../../packages/npy/dist/index.js';
import random from '../../../packages/random/dist/index.js';
import testing from '../../../packages/testing/dist/index.js';
import scoring from '../../dist/index.js';
import { evaluateTagging } from '../evaluate-tagging.mjs';

const particleNet = 'top-tagging/landscape/ParticleNet_v2.npy';

/** The landscape's test labels and ParticleNet's scores; if the fixtures are missing, simulated ones of the same size. */
function jets() {
  if (testing.hasFixtures([particleNet])) {
    const labels = testing.readVector('scoring', 'top-tagging/landscape/labels.npy');
    const scores = readFileSync(testing.fixturePath(particleNet));
    return { labels: npy.parseNpy(labels).data, scores: npy.parseNpy(scores).data };
  }
  const stream = random.namedStream('bench');
  const labels = Uint8Array.from({ length: 404_000 }, () => (stream.uniform() < 0.5 ? 1 : 0));
  return { labels, scores: Float32Array.from(labels, (label) => 1 / (1 + Math.exp(9 * (0.5 - label) + 3 * stream.normal()))) };
}

function save(folder, arrays) {
  for (const [name, values] of Object.entries(arrays)) writeFileSync(join(folder, `${name}.npy`), npy.npyOf(values));
}

/** Rise of the resident memory during one evaluation, relative to the size of labels and scores. Ten times the jets reduce the noise. */
function memoryRatio() {
  const script = fileURLToPath(new URL('../peak-memory.mjs', import.meta.url));
  return Number(execFileSync(process.execPath, ['--expose-gc', script, '4040000'], { encoding: 'utf8' }));
}

const metrics = ['auc', 'rejection@0.3', 'rejection@0.5', 'ece'];
const score = ({ labels, scores }, replicates) => scoring.scoreTagging({ labels }, scores, { metrics, replicates, seed: 'bench' });

export const cases = [
  {
    name: 'tagging: AUC, R30, R50 and ECE of 404,000 jets, beside scikit-learn',
    prepare(folder) {
      const data = jets();
      save(folder, data);
      return { ours: () => evaluateTagging(data.labels, data.scores), reference: 'tagging', pairs: 15, memoryRatio };
    },
  },
  {
    name: 'tagging: the same with 200 bootstrap replicates, beside scikit-learn with weights',
    prepare(folder) {
      const data = jets();
      save(folder, data);
      return { ours: () => score(data, 200), reference: 'tagging_replicates', pairs: 5 };
    },
  },
  {
    name: 'tagging: the same with 200 bootstrap replicates, beside our own single evaluation',
    prepare() {
      const data = jets();
      return { ours: () => score(data, 200), reference: () => score(data, 0), pairs: 7 };
    },
  },
  {
    name: 'tagging: distance correlation of 4,000 pairs, beside the matrices of its definition',
    prepare(folder) {
      const stream = random.namedStream('pairs');
      const x = Float64Array.from({ length: 4000 }, () => stream.normal());
      const y = x.map((value) => value * value + stream.normal());
      save(folder, { x, y });
      const ones = new Uint8Array(x.length).fill(1);
      return { ours: () => scoring.distanceCorrelation(x, y)(ones), reference: 'distance_correlation' };
    },
  },
];
