import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import simulation from '../../../packages/simulation/dist/index.js';
import npy from '../../../packages/npy/dist/index.js';
import random from '../../../packages/random/dist/index.js';
import scoring from '../../dist/index.js';

const metrics = ['quantile_score', 'coverage', 'interval_width', 'rmse', 'mae'];

function experiments(sets, perSet) {
  const stream = random.namedStream('experiments');
  const mu = Float64Array.from({ length: sets }, () => 0.1 + 2.9 * stream.uniform());
  const total = sets * perSet;
  const muHats = Float64Array.from({ length: total }, (_, i) => mu[Math.floor(i / perSet)] + 0.25 * stream.normal());
  const deltaMuHats = new Float64Array(total).fill(0.25);
  return { mu, muHats, deltaMuHats, p16: muHats.map((value) => value - 0.25), p84: muHats.map((value) => value + 0.25) };
}

/** Events with the jet multiplicities of the sample (62 % without a jet, 25 % with one) and three decimals, like the data. */
function events(count) {
  const stream = random.namedStream('events');
  const decimals = (value) => Math.round(1000 * value) / 1000;
  const pt = (least, mean) => decimals(least - mean * Math.log(stream.uniform()));
  const phi = () => decimals((2 * stream.uniform() - 1) * 3.141);
  const eta = (largest) => decimals((2 * stream.uniform() - 1) * largest);
  const rows = new Float32Array(16 * count);
  for (let at = 0; at < rows.length; at += 16) {
    const u = stream.uniform();
    const jets = u < 0.62 ? 0 : u < 0.87 ? 1 : 2;
    const subleading = jets > 1 ? [pt(24, 20), eta(4.5), phi()] : [-25, -25, -25];
    const leading = jets > 0 ? [pt(Math.max(24, subleading[0]), 40), eta(4.5), phi()] : [-25, -25, -25];
    const all = decimals((jets > 0 ? leading[0] : 0) + (jets > 1 ? subleading[0] : 0));
    rows.set([pt(20, 15), eta(2.5), phi(), pt(25.5, 15), eta(2.5), phi(), ...leading, ...subleading, jets, all, pt(0, 25), phi()], at);
  }
  return rows;
}

const shift = { tes: 1.01, jes: 0.99, softMet: 1 };
const count = 1_000_000;

/** Input as in a run of many pseudo-experiments: the table is prepared once, and each result overwrites the last one. */
function shiftInput(folder) {
  const rows = events(count);
  writeFileSync(join(folder, 'rows.npy'), npy.npyOf(rows));
  const table = simulation.prepareEvents(rows);
  return { shift, table, softMetNormals: simulation.drawSoftMetNormals(count), target: new Float32Array(28 * count) };
}

/** A copy in memory that threads share. */
function shared(values) {
  const copy = new values.constructor(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function sharedInput({ table, softMetNormals, target }) {
  return {
    table: { rows: shared(table.rows), momenta: shared(table.momenta) },
    softMetNormals: { x: shared(softMetNormals.x), y: shared(softMetNormals.y) },
    target: shared(target),
  };
}

/** The part of the input for one of several threads. */
function part({ table, softMetNormals, target }, thread, threads) {
  const from = Math.floor((thread * count) / threads);
  const to = Math.floor(((thread + 1) * count) / threads);
  const of = (values, width) => values.subarray(from * width, to * width);
  return {
    shift,
    table: { rows: of(table.rows, 16), momenta: of(table.momenta, 6) },
    softMetNormals: { x: of(softMetNormals.x, 1), y: of(softMetNormals.y, 1) },
    target: of(target, 28),
  };
}

function onThreads(input, threads) {
  const workers = Array.from({ length: threads }, (_, thread) => {
    const worker = new Worker(new URL('../shift-worker.mjs', import.meta.url), { workerData: part(input, thread, threads) });
    worker.unref();
    return worker;
  });
  return async () => {
    const done = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage('shift');
    await Promise.all(done);
  };
}

export const cases = [
  {
    name: 'higgsml: quantile score, coverage, width, RMSE and MAE of 10 x 1,000 experiments, beside numpy',
    prepare(folder) {
      const { mu, ...columns } = experiments(10, 1000);
      for (const [name, values] of Object.entries({ mu, ...columns })) writeFileSync(join(folder, `${name}.npy`), npy.npyOf(values));
      const ofExperiments = columns.muHats.map((_, i) => mu[Math.floor(i / 1000)]);
      const ours = () => scoring.scoreIntervalEstimation({ mu: ofExperiments }, columns, { metrics, replicates: 0, seed: 'bench' });
      return { ours, reference: 'quantile_score', pairs: 15 };
    },
  },
  {
    name: 'higgsml: systematic shift, cuts and derived features of 1,000,000 events on one thread, beside pandas',
    prepare(folder) {
      const input = shiftInput(folder);
      return { ours: () => simulation.applySystematics(input), reference: 'systematics', pairs: 9 };
    },
  },
  {
    name: 'higgsml: the same on a thread per core, beside pandas',
    prepare(folder) {
      return { ours: onThreads(sharedInput(shiftInput(folder)), availableParallelism()), reference: 'systematics', pairs: 9 };
    },
  },
];
