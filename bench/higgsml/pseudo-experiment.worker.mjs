// One thread's share of a pseudo-experiment: events, soft missing momentum, shift, cuts and features.
import { parentPort, workerData } from 'node:worker_threads';
import streams from '../../packages/random/dist/index.js';
import simulation from '../../packages/simulation/dist/index.js';

const { applySystematics, drawFromBlocks, higgsProcesses } = simulation;
const { table, blocks, thread } = workerData;
const expected = blocks.reduce((sum, block) => sum + higgsProcesses.reduce((of, process) => of + block[process].expected, 0), 0);
const room = Math.ceil(expected + 10 * Math.sqrt(expected));
const target = new Float32Array(room * 28);
const normals = { x: new Float64Array(room), y: new Float64Array(room) };
const shift = { tes: 1.01, jes: 0.99, softMet: 1 };

let experiment = 0;
parentPort.on('message', () => {
  const random = streams.streamOf(experiment++, thread);
  const { draws } = drawFromBlocks(random, blocks);
  for (let i = 0; i < draws.length; i++) {
    normals.x[i] = random.normal();
    normals.y[i] = random.normal();
  }
  applySystematics({ table, draws, shift, softMetNormals: normals, target });
  parentPort.postMessage('done');
});
