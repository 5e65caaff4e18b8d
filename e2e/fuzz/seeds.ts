import { GraphBuilder } from '@unblind/onnx-writer';
import { dockerEntries, ociEntries, tarOf, type TarEntry } from '@unblind/sandbox';
import { encodeNpy } from '@unblind/tensors';
import { gzipSync } from 'node:zlib';
import { zipOf } from '../../packages/tensors/src/test/zip';

export const npys: readonly Uint8Array[] = [
  encodeNpy('float32', [3], Float32Array.of(0.1, 0.5, 0.9)),
  encodeNpy('float64', [3, 2], Float64Array.of(0.1, 0.9, 0.5, 0.5, 0.9, 0.1)),
  encodeNpy('int64', [3], BigInt64Array.of(1n, 0n, -1n)),
  encodeNpy('bool', [2, 0], new Uint8Array(0)),
];

const text = (content: string): Buffer => Buffer.from(content);
export const csvs: readonly Uint8Array[] = [
  text('score\n0.1\n0.5\n0.9\n'),
  text('id,score\r\n0,0.1\r\n1,0.5\r\n2,0.9\r\n'),
  text('\ufeff"id","score"\n"2",1e-3\n"0",.5\n\n"1",0.25'),
  text(',0\n0,0.1\n1,0.2\n2,0.3\n'),
];
export const zippedCsv = (csv: Uint8Array): Buffer => zipOf({ 'scores.csv': csv });
export const zips: readonly Uint8Array[] = [
  ...csvs.slice(0, 2).map(zippedCsv),
  zipOf({ 'a.csv': text('score\n1\n'), 'folder/': text('') }),
];
export const npzs: readonly Uint8Array[] = [
  zipOf({ 'scores.npy': npys[0] ?? text('') }),
  zipOf({ 'a.npy': npys[1] ?? text(''), 'b.npy': text('') }),
];
export const gzips: readonly Uint8Array[] = csvs.map((csv) => gzipSync(csv));

export const pickles: readonly Uint8Array[] = [
  '(lp1\nVmass\np2\naVpt\np3\na.',
  "(dp1\nS'a'\nI01\nsS'b'\nL12345678901L\nsS'c'\n(F1.5\nNtp2\ns.",
  '(I1\nI2\nt(g1\nVü\\u00e9\nl.',
].map((pickle) => Buffer.from(pickle, 'latin1'));

const set = { mu_hats: [1, 1.5e-3, 2], p16: [0.5, 1, 1.5], p84: [1.5, 2, 2.5], delta_mu_hats: [1, 1, 1] };
export const intervals: readonly Uint8Array[] = [
  text(JSON.stringify(set)),
  text(
    JSON.stringify(
      [
        { mu_hats: [1], p16: [0], p84: [2], more: { a: [true, null, 'x"\\u00e9'] } },
        { mu_hats: [1, 2], p16: [0, 0], p84: [2, 2] },
      ],
      null,
      1,
    ),
  ),
];

function network(): Uint8Array {
  const graph = new GraphBuilder('seed');
  const x = graph.input('x', 'float32', ['N', 4]);
  const hidden = graph.node('Relu', [graph.node('Gemm', [x, graph.floats([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]), graph.floats([0, 1])])]);
  const flat = graph.node('Reshape', [graph.node('ReduceMean', [hidden], { axes: [1], keepdims: 1 }), graph.integers([-1])]);
  graph.node('Sigmoid', [flat], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes();
}
function convolution(): Uint8Array {
  const graph = new GraphBuilder('seed');
  const x = graph.input('x', 'float32', ['N', 1, 8, 8]);
  const maps = graph.node('Conv', [x, graph.floats([1, 0, 0, 1], [1, 1, 2, 2])], { kernel_shape: [2, 2], strides: [2, 2] });
  const pooled = graph.node('GlobalAveragePool', [graph.node('MaxPool', [maps], { kernel_shape: [2, 2] })]);
  graph.node('Softmax', [graph.node('Flatten', [pooled])], { axis: 1 }, { output: 'score' });
  graph.output('score', 'float32', ['N', 1]);
  return graph.toBytes();
}
export const models: readonly Uint8Array[] = [network(), convolution()];

const entries: readonly TarEntry[] = [
  { name: 'run', mode: 0o755, content: '#!/bin/sh\n' },
  { name: 'folder/', type: 'directory' },
  { name: 'folder/link', type: 'symlink', linkname: '../run' },
  { name: 'again', type: 'link', linkname: 'run' },
  { name: `${'long/'.repeat(30)}ü`, content: 'x' },
  { name: 'folder/.wh.link', content: '' },
];
const config = { Entrypoint: ['/run'], Env: ['PATH=/bin'] };
export const layers = async (): Promise<Uint8Array[]> => [await tarOf(entries), await tarOf(entries.slice(0, 2))];
/** Its digests are those of the layer, so that what was changed in it is read. */
export const imageOf = (layer: Uint8Array): Promise<Uint8Array> => tarOf(dockerEntries({ layers: [layer], config }));
export async function images(): Promise<Uint8Array[]> {
  const parts = { layers: await layers(), config };
  return [await tarOf(dockerEntries(parts)), await tarOf(ociEntries(parts))];
}

/** A tar stream whose headers, changed or not, have the right sums: else nothing behind the first change would be read. */
export function withSums(tar: Buffer): Buffer {
  const summed = Buffer.from(tar);
  for (let at = 0; at + 512 <= summed.length; at += 512) {
    if (summed.toString('latin1', at + 257, at + 262) !== 'ustar') continue;
    summed.write(' '.repeat(8), at + 148, 'latin1');
    let sum = 0;
    for (let byte = at; byte < at + 512; byte++) sum += summed[byte] ?? 0;
    summed.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
  }
  return summed;
}
