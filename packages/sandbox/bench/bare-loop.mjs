// The plain loop with which one would time a model in onnxruntime-node, without sandbox and harness. Prints the seconds per sample,
// the mean of the middle half of the calls.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import tensors from '../../tensors/dist/index.js';

const { model, input, path, rowShape, batch, seconds } = JSON.parse(process.argv[2]);
const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const { data } = await tensors.readNpy(path);
const row = rowShape.reduce((product, size) => product * size, 1);
const batches = Array.from({ length: Math.floor(data.length / (row * batch)) }, (_, at) => {
  const values = data.slice(at * batch * row, (at + 1) * batch * row);
  return new Tensor('float32', values, [batch, ...rowShape]);
});

for (const feed of batches) await session.run({ [input]: feed });
const times = [];
const end = performance.now() + seconds * 1000;
for (let at = 0; performance.now() < end; at++) {
  const started = performance.now();
  await session.run({ [input]: batches[at % batches.length] });
  times.push((performance.now() - started) / 1000 / batch);
}
const middle = times.sort((a, b) => a - b).slice(times.length >> 2, times.length - (times.length >> 2));
console.log(middle.reduce((sum, time) => sum + time, 0) / middle.length);
