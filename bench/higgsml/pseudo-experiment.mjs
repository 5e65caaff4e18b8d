import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import npy from '../../packages/npy/dist/index.js';
import simulation from '../../packages/simulation/dist/index.js';

const { expectedYields, generateHiggsEvents, higgsProcesses, prepareEvents } = simulation;

/** Events of each process in a block of the table, and how many blocks: 660,000 rows, as in the reference's own timing. */
const perBlock = { ztautau: 3000, diboson: 500, ttbar: 750, htautau: 750 };
const blockCount = 132;

/**
 * A pseudo-experiment at the real challenge's yields, table and nuisances prepared. On several threads each draws from its share of
 * the blocks: sums of Poisson numbers are Poisson.
 */
export function pseudoExperiment(folder, threads) {
  const { rows, blocks, weights } = tableOf();
  writeFileSync(join(folder, 'rows.npy'), npy.npyOf(rows));
  writeFileSync(join(folder, 'weights.npy'), npy.npyOf(weights));
  const prepared = prepareEvents(rows);
  const table = { rows: shared(prepared.rows), momenta: shared(prepared.momenta) };
  const workers = Array.from({ length: threads }, (_, thread) => {
    const workerData = { table, blocks: blocks.filter((_, block) => block % threads === thread), thread };
    const worker = new Worker(new URL('./pseudo-experiment.worker.mjs', import.meta.url), { workerData });
    worker.unref();
    return worker;
  });
  const ours = async () => {
    const done = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage('experiment');
    await Promise.all(done);
  };
  return { ours, reference: 'pseudo_experiment' };
}

/** All blocks contain the same events: this saves preparing them and does not change the speed measured. */
function tableOf() {
  const parts = higgsProcesses.map((process) => generateHiggsEvents({ seed: 1, process, count: perBlock[process] }));
  const width = parts.reduce((sum, { length }) => sum + length, 0);
  const rows = new Float32Array(blockCount * width);
  const weights = new Float64Array(rows.length / 16);
  const blocks = Array.from({ length: blockCount }, () => ({}));
  let start = 0;
  for (const block of blocks) {
    higgsProcesses.forEach((process, i) => {
      const count = perBlock[process];
      block[process] = { start, count, expected: expectedYields[process] / blockCount };
      rows.set(parts[i], 16 * start);
      weights.fill(expectedYields[process] / (blockCount * count), start, start + count);
      start += count;
    });
  }
  return { rows, blocks, weights };
}

/** A copy in shared memory, for all threads. */
function shared(values) {
  const copy = new values.constructor(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
