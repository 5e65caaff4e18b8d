// The template fit of random models with shapes of 15 %, beside random starts: none may find a lower minimum, at the best fit, without signal,
// or at either end of the interval. FIT_MODELS says how many models, FIT_STARTS how many random starts, FIT_SEED which models.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

const models = Number(process.env.FIT_MODELS ?? 2000);
const otherStarts = Number(process.env.FIT_STARTS ?? 20);
const seed = process.env.FIT_SEED ?? 'long';
const folder = mkdtempSync(join(tmpdir(), 'unblind-fits-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const source = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { localMinima } = require(workerData.helpers);
  parentPort.postMessage(localMinima(workerData));
`;

test(`the fits of ${models} random models are at no minimum that ${otherStarts} random starts show to be local`, async () => {
  const helpers = join(folder, 'helpers.cjs');
  const entry = new URL('../../scoring/src/inference/profile-likelihood/test/local-minima.ts', import.meta.url);
  await build({ entryPoints: [fileURLToPath(entry)], outfile: helpers, bundle: true, platform: 'node', logLevel: 'error' });
  const workers = availableParallelism();
  const bounds = Array.from({ length: workers + 1 }, (_, worker) => Math.round((models * worker) / workers));
  const found = await Promise.all(
    bounds.slice(1).map((end, worker) => {
      const first = bounds[worker];
      return inWorker({ helpers, seed, first, models: end - first, otherStarts });
    }),
  );
  assert.deepEqual(found.flat(), []);
});

function inWorker(workerData) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true, workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
