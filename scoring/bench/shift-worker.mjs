// One thread's share of a systematic shift. Answers every message once its part of the shared target is written.
import { parentPort, workerData } from 'node:worker_threads';
import simulation from '../../packages/simulation/dist/index.js';

parentPort.on('message', () => {
  simulation.applySystematics(workerData);
  parentPort.postMessage('done');
});
