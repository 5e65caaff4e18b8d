import { parentPort, workerData } from 'node:worker_threads';
import random from '../../packages/random/dist/index.js';

const { module, at, first, step, toys } = workerData;
const { kind, cases } = await import(module);
const { size, toy } = cases[at];

/** By metric: toys with an interval, those of them in which it holds the truth, and toys without. A bound that is null is open. */
const counts = {};
for (let number = first; number < toys; number += step) {
  const seed = `${kind}/${size}/${number}`;
  for (const { name, low, high, truth, counted = false } of toy(random.namedStream(seed), seed)) {
    const of = (counts[name] ??= { toys: 0, covered: 0, without: 0, counts: counted });
    if (low === null && high === null) of.without++;
    else {
      of.toys++;
      if ((low ?? -Infinity) <= truth && truth <= (high ?? Infinity)) of.covered++;
    }
  }
}
parentPort.postMessage(counts);
