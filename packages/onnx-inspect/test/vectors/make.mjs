// Writes made/dense.onnx, and the damaged copies of it in malformed/. After a build: node packages/onnx-inspect/test/vectors/make.mjs
import { writeFileSync } from 'node:fs';
import writer from '../../../../challenges/dist/onnx-writer/index.js';

const sizes = [16, 64, 32, 32, 5];
const write = (name, content) => writeFileSync(new URL(name, import.meta.url), content);

const graph = new writer.GraphBuilder('dense');
let values = graph.input('features', 'float32', ['N', sizes[0]]);
sizes.slice(1).forEach((width, layer) => {
  const weights = Float32Array.from({ length: sizes[layer] * width }, (_, i) => Math.sin(i + layer) / 4);
  const sums = graph.node('MatMul', [values, graph.floats(weights, [sizes[layer], width])]);
  const shifted = graph.node('Add', [sums, graph.floats(Float32Array.from({ length: width }, (_, i) => Math.cos(i) / 8))]);
  values = layer === sizes.length - 2 ? graph.node('Softmax', [shifted], {}, { output: 'classes' }) : graph.node('Relu', [shifted]);
});
graph.output('classes', 'float32', ['N', sizes.at(-1)]);
const dense = Buffer.from(graph.toBytes());

write('made/dense.onnx', dense);
const flipped = Buffer.from(dense);
flipped[flipped.indexOf('dense')] ^= 0x01;
flipped[Math.floor(dense.length / 2)] ^= 0x10;
write('malformed/bitflip.onnx', flipped);
write('malformed/truncated_half.onnx', dense.subarray(0, Math.floor(dense.length / 2)));
write('malformed/trailing_garbage.onnx', Buffer.concat([dense, Buffer.alloc(64, 0xff)]));
