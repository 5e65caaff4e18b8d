import { InferenceSession } from 'onnxruntime-node';
import { model, node, tensor, text, value, type Bytes, type NodeParts } from '@unblind/onnx-writer';
import { inspectOnnx } from '../inspect';
import { zeros } from '../test/build-model';

/** A stored input: as `integers` or `floats` make it, or a list of integers such as a shape or axes, or left out. */
type Stored = ((name: string) => Bytes) | number[] | null;

interface Case {
  operator: string;
  /** Shapes of the inputs that are data. */
  inputs: number[][];
  /** The inputs after them. */
  stored?: Stored[];
  attributes?: NodeParts['attributes'];
  outputs?: number;
  domain?: string;
  opset?: number;
  /** By hand, from the README's convention. */
  flops: number;
}

const ones = (dims: number[]) => (name: string) => zeros(name, dims);
const floats = (dims: number[], values: number[]) => (name: string) => tensor(name, dims, values);
const integers = (dims: number[], values: number[]) => (name: string) => tensor(name, dims, values, 'int64');

/** FLOPs are of the whole call: an unused input with another first size keeps them from being divided by a batch. */
const cases: Case[] = [
  { operator: 'Relu', inputs: [[2, 3]], flops: 6 },
  {
    operator: 'Add',
    inputs: [
      [2, 3, 4],
      [3, 1],
    ],
    flops: 24,
  },
  { operator: 'Max', inputs: [[2, 3], [3], [1]], flops: 12 },
  { operator: 'Softmax', inputs: [[2, 3]], flops: 30 },
  { operator: 'Gemm', inputs: [[2, 3]], stored: [ones([5, 3]), ones([5])], attributes: { transB: 1 }, flops: 2 * 2 * 3 * 5 + 10 },
  {
    operator: 'MatMul',
    inputs: [
      [2, 7, 3, 4],
      [4, 5],
    ],
    flops: 2 * 2 * 7 * 3 * 5 * 4,
  },
  { operator: 'MatMul', inputs: [[2, 3, 4], [4]], flops: 2 * 2 * 3 * 4 },
  {
    operator: 'FusedMatMul',
    domain: 'com.microsoft',
    inputs: [
      [2, 4, 3],
      [2, 4, 5],
    ],
    attributes: { transA: 1 },
    flops: 2 * 2 * 3 * 5 * 4,
  },
  {
    operator: 'Einsum',
    inputs: [
      [2, 3, 4],
      [4, 5],
    ],
    attributes: { equation: 'bij,jk->bik' },
    flops: 2 * 2 * 3 * 4 * 5,
  },
  {
    operator: 'Conv',
    inputs: [[2, 3, 8, 8]],
    stored: [ones([4, 3, 3, 3]), ones([4])],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
    flops: 2 * 2 * 4 * 4 * 4 * 27 + 2 * 4 * 4 * 4,
  },
  { operator: 'Conv', inputs: [[2, 4, 9]], stored: [ones([8, 2, 3])], attributes: { group: 2, dilations: [2] }, flops: 2 * 2 * 8 * 5 * 6 },
  {
    operator: 'Conv',
    inputs: [[1, 1, 7, 7]],
    stored: [ones([1, 1, 3, 3])],
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] },
    flops: 2 * 16 * 9,
  },
  {
    operator: 'ConvTranspose',
    inputs: [[2, 3, 5, 5]],
    stored: [ones([3, 4, 3, 3])],
    attributes: { strides: [2, 2], output_padding: [1, 1], pads: [1, 1, 1, 1] },
    flops: 2 * 150 * 4 * 9,
  },
  { operator: 'MaxPool', inputs: [[2, 3, 8, 8]], attributes: { kernel_shape: [2, 2], strides: [2, 2] }, flops: 2 * 3 * 16 * 4 },
  { operator: 'AveragePool', inputs: [[2, 3, 7]], attributes: { kernel_shape: [3], strides: [2], ceil_mode: 1 }, flops: 2 * 3 * 3 * 3 },
  { operator: 'GlobalAveragePool', inputs: [[2, 3, 8, 8]], flops: 384 },
  { operator: 'BatchNormalization', inputs: [[2, 3, 4]], stored: [ones([3]), ones([3]), ones([3]), ones([3])], flops: 48 },
  { operator: 'LayerNormalization', inputs: [[2, 3, 4]], stored: [ones([4])], flops: 168 },
  { operator: 'ReduceMean', inputs: [[2, 3, 4]], attributes: { axes: [-1], keepdims: 0 }, flops: 24 },
  { operator: 'ReduceSum', inputs: [[2, 3, 4]], stored: [[1, 2]], flops: 24 },
  { operator: 'ReduceMax', inputs: [[2, 3, 4]], stored: [[1]], attributes: { keepdims: 0 }, opset: 18, flops: 24 },
  { operator: 'ArgMax', inputs: [[2, 3, 4]], attributes: { axis: 2, keepdims: 0 }, flops: 24 },
  { operator: 'TopK', inputs: [[2, 3, 9]], stored: [[4]], attributes: { axis: -1 }, outputs: 2, flops: 54 },
  { operator: 'Reshape', inputs: [[2, 3, 4]], stored: [[0, -1]], flops: 0 },
  { operator: 'Flatten', inputs: [[2, 3, 4]], attributes: { axis: 2 }, flops: 0 },
  { operator: 'Transpose', inputs: [[2, 3, 4]], attributes: { perm: [2, 0, 1] }, flops: 0 },
  { operator: 'Transpose', inputs: [[2, 3, 4]], flops: 0 },
  { operator: 'Squeeze', inputs: [[2, 1, 4, 1]], flops: 0 },
  { operator: 'Squeeze', inputs: [[2, 1, 4, 1]], stored: [[-1]], flops: 0 },
  { operator: 'Unsqueeze', inputs: [[2, 4]], stored: [[0, -1]], flops: 0 },
  { operator: 'Unsqueeze', inputs: [[2, 4]], attributes: { axes: [1] }, opset: 11, flops: 0 },
  {
    operator: 'Concat',
    inputs: [
      [2, 3],
      [2, 5],
    ],
    attributes: { axis: -1 },
    flops: 0,
  },
  { operator: 'Split', inputs: [[2, 7]], stored: [[3, 4]], attributes: { axis: 1 }, outputs: 2, flops: 0 },
  { operator: 'Split', inputs: [[2, 7]], attributes: { axis: 1, num_outputs: 3 }, outputs: 3, opset: 18, flops: 0 },
  {
    operator: 'Slice',
    inputs: [[2, 9, 4]],
    stored: [
      [-1, 1],
      [-9999, 3],
      [1, 2],
      [-2, 1],
    ],
    flops: 0,
  },
  { operator: 'Slice', inputs: [[2, 9]], attributes: { starts: [2], ends: [1000], axes: [1] }, opset: 9, flops: 0 },
  { operator: 'Gather', inputs: [[2, 5, 4]], stored: [integers([2, 2], [0, 1, 2, 3])], attributes: { axis: 1 }, flops: 0 },
  { operator: 'GatherND', inputs: [[2, 5, 4]], stored: [integers([2, 1], [0, 1])], attributes: { batch_dims: 1 }, flops: 0 },
  { operator: 'Expand', inputs: [[2, 1]], stored: [[3, 1, 4]], flops: 0 },
  { operator: 'Tile', inputs: [[2, 3]], stored: [[1, 4]], flops: 0 },
  { operator: 'Pad', inputs: [[2, 3]], stored: [[0, 1, 0, 2]], flops: 0 },
  { operator: 'Pad', inputs: [[2, 3]], stored: [[1, 2], null, [1]], opset: 18, flops: 0 },
  { operator: 'DepthToSpace', inputs: [[2, 8, 3, 3]], attributes: { blocksize: 2 }, flops: 0 },
  { operator: 'SpaceToDepth', inputs: [[2, 2, 4, 4]], attributes: { blocksize: 2 }, flops: 0 },
  { operator: 'Resize', inputs: [[2, 3, 4, 4]], stored: [null, floats([4], [1, 1, 2, 2])], flops: 0 },
  { operator: 'Resize', inputs: [[2, 3, 4, 4]], stored: [null, null, [2, 3, 8, 6]], attributes: { mode: 'linear' }, flops: 7 * 2 * 3 * 48 },
  { operator: 'OneHot', inputs: [], stored: [integers([3], [0, 1, 2]), [5], floats([2], [0, 1])], flops: 0 },
  { operator: 'ConstantOfShape', inputs: [], stored: [[2, 3]], flops: 0 },
  { operator: 'Range', inputs: [], stored: [integers([], [1]), integers([], [10]), integers([], [3])], flops: 0 },
  { operator: 'Shape', inputs: [[2, 3, 4]], attributes: { start: 1 }, flops: 0 },
  { operator: 'Cast', inputs: [[2, 3]], attributes: { to: 7 }, flops: 0 },
  {
    operator: 'LSTM',
    inputs: [[5, 2, 3]],
    stored: [ones([1, 16, 3]), ones([1, 16, 4])],
    attributes: { hidden_size: 4 },
    outputs: 3,
    flops: 5 * 2 * 16 * (2 * 7 + 3),
  },
  {
    operator: 'GRU',
    inputs: [[5, 2, 3]],
    stored: [ones([1, 12, 3]), ones([1, 12, 4])],
    attributes: { hidden_size: 4 },
    outputs: 2,
    flops: 5 * 2 * 12 * (2 * 7 + 3),
  },
  { operator: 'Clip', inputs: [[2, 3]], stored: [floats([], [0])], flops: 6 },
  { operator: 'PRelu', inputs: [[2, 3]], stored: [floats([1], [0.5])], flops: 6 },
];

function build({ operator, inputs, stored = [], attributes, outputs = 1, domain, opset = 17 }: Case): Uint8Array {
  const names = stored.map((entry, i) => (entry === null ? '' : `s${i}`));
  const initializers = stored.flatMap((entry, i) => {
    if (entry === null) return [];
    return [Array.isArray(entry) ? tensor(`s${i}`, [entry.length], entry, 'int64') : entry(`s${i}`)];
  });
  const results = Array.from({ length: outputs }, (_, i) => `y${i}`);
  return model({
    nodes: [node(operator, [...inputs.map((_, i) => `x${i}`), ...names], results, { attributes, domain })],
    initializers,
    inputs: [...inputs.map((shape, i) => value(`x${i}`, shape)), value('other', [7])],
    outputs: results.map((name) => text(1, name)),
    imports: domain ? { '': opset, [domain]: 1 } : { '': opset },
  });
}

describe('shapes and costs of single operators', () => {
  it.each(cases.map((one): [string, Case] => [`${one.operator} of ${JSON.stringify(one.inputs)}`, one]))(
    '%s: the shape that ONNX Runtime infers, the cost by hand',
    async (_, one) => {
      const file = build(one);
      const inspection = inspectOnnx(file);
      expect(inspection.issues).toEqual([]);
      const session = await InferenceSession.create(file, { logSeverityLevel: 4 });
      const inferred = session.outputMetadata.map((output) => (output.isTensor ? output.shape : null));
      await session.release();
      expect(inspection.outputs.map(({ shape }) => shape)).toEqual(inferred);
      expect(inspection.flops).toBe(one.flops);
    },
  );
});
