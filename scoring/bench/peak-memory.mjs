// Run by cases/tagging.mjs in a process of its own (node --expose-gc): prints how far the resident memory rose above the input during one evaluation.
import { readFileSync, writeFileSync } from 'node:fs';
import random from '../../packages/random/dist/index.js';
import { evaluateTagging } from './evaluate-tagging.mjs';

const events = Number(process.argv[2]);

/** Fills typed arrays in place: a temporary array on the heap would leave free memory, which would hide the evaluation's buffers. */
function jets(count) {
  const stream = random.namedStream('bench');
  const labels = new Uint8Array(count);
  const scores = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = stream.uniform() < 0.5 ? 1 : 0;
    scores[i] = 1 / (1 + Math.exp(9 * (0.5 - labels[i]) + 3 * stream.normal()));
  }
  return { labels, scores };
}

const evaluate = ({ labels, scores }) => evaluateTagging(labels, scores);

const kibibytes = (field) =>
  Number(
    /(\d+)/.exec(
      readFileSync('/proc/self/status', 'utf8')
        .split('\n')
        .find((line) => line.startsWith(field)),
    )[1],
  );

// Warms up, so that compiled code and the growth of the heap are not measured.
for (let i = 0; i < 5; i++) evaluate(jets(20_000));
const data = jets(events);
globalThis.gc();
const before = kibibytes('VmRSS');
writeFileSync('/proc/self/clear_refs', '5'); // the peak starts again from here
evaluate(data);
const risen = (kibibytes('VmHWM') - before) * 1024;
process.stdout.write(String(risen / (data.labels.byteLength + data.scores.byteLength)));
