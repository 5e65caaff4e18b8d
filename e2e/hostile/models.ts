import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ParticipantFault, type ViewCatalogue } from '@unblind/contracts';
import { npyOf } from '@unblind/npy';
import { faultOf, inspectFor } from '@unblind/onnx-inspect';
import { GraphBuilder, bytes, integer, join, model as writeModel, node, text, value } from '@unblind/onnx-writer';
import { runOnnx } from '@unblind/sandbox';
import { limits, type Attack } from './attack';
import { deepIf, endlessLoop } from './control-flow';

const rows = 64;
const views: ViewCatalogue = { x: { dtype: 'float32', shape: ['N', 4], per: 'row' } };
const contract = {
  views,
  outputs: [{ name: 'score', shape: ['N'], range: [0, 1] as [number, number], per: 'row' as const }],
  limits: { bytes: 64 * 1024 ** 2 },
};

/** A model for the contract above: `build` makes [N] scores out of [N] numbers, 0.25 each. */
const graph = (build: (graph: GraphBuilder, numbers: string) => string): Uint8Array => {
  const builder = new GraphBuilder('hostile');
  const x = builder.input('x', 'float32', ['N', 4]);
  const numbers = builder.node('Reshape', [builder.node('Gather', [x, builder.integers([0])], { axis: 1 }), builder.integers([-1])]);
  builder.node('Identity', [build(builder, numbers)], {}, { output: 'score' });
  builder.output('score', 'float32', ['N']);
  return builder.toBytes();
};

/** Inspected as the platform does; run only where the inspection has nothing against it. */
const model = (name: string, expected: string, bytes: () => Uint8Array): Attack => ({
  name: `model: ${name}`,
  expected,
  async run({ provider, folder }) {
    try {
      const content = bytes();
      const { inspection, binding } = inspectFor(content, contract);
      const fault = faultOf(inspection) ?? (binding && faultOf(binding));
      if (fault) throw fault;
      const modelPath = path.join(folder, 'model.onnx');
      const viewPath = path.join(folder, 'x.npy');
      writeFileSync(modelPath, content, { mode: 0o644 });
      writeFileSync(viewPath, npyOf(new Float32Array(rows * 4).fill(0.25), [rows, 4]), { mode: 0o644 });
      const { deterministic } = await runOnnx(provider, {
        modelPath,
        inputs: [{ name: 'x', path: viewPath, dtype: 'float32', rowShape: [4] }],
        rows,
        output: { name: 'score', select: null, width: 1, range: [0, 1] },
        fixedBatch: null,
        batch: rows,
        limits: limits({ memoryBytes: 512 * 1024 ** 2, wallSeconds: 4, cpuSeconds: 6 }),
      });
      return deterministic ? 'contained' : 'flagged: not deterministic';
    } catch (error) {
      if (!(error instanceof ParticipantFault)) return `platform: ${String(error)}`;
      return error.detail.limit ? `killed: ${error.detail.code}` : `refused: ${error.detail.code}`;
    }
  },
});

/** A graph whose weights lie in another file. */
function external(location: string): Uint8Array {
  const place = join(text(1, 'location'), text(2, location));
  const weights = join(integer(1, 1), integer(2, 1), text(8, 'w'), bytes(13, place), integer(14, 1));
  return writeModel({
    nodes: [node('Add', ['x', 'w'], ['score'])],
    initializers: [weights],
    inputs: [value('x', ['N', 4])],
    outputs: [value('score', ['N'])],
  });
}

const squares = (builder: GraphBuilder, numbers: string, size: number, products: number): string => {
  let matrix = builder.node('Expand', [builder.node('ReduceMax', [numbers], { keepdims: 0 }), builder.integers([size, size])]);
  for (let at = 0; at < products; at++) matrix = builder.node('Tanh', [builder.node('MatMul', [matrix, matrix])]);
  return builder.node('Add', [numbers, builder.node('Mul', [builder.node('ReduceMean', [matrix], { keepdims: 0 }), builder.floats(0)])]);
};

export const modelAttacks: Attack[] = [
  ...['weights.bin', '../truth/labels.npy', '/etc/passwd', '/proc/self/environ', ''].map((location) =>
    model(`weights in ${location === '' ? 'no named file' : location}`, 'refused: onnx-external-data', () => external(location)),
  ),
  model('an operator of its own', 'refused: onnx-custom-op', () =>
    graph((builder, numbers) => builder.node('Backdoor', [numbers], {}, { domain: 'com.example' })),
  ),
  model('an empty file', 'refused: file-empty', () => new Uint8Array()),
  model('half a model', 'refused: file-truncated', () => graph((_builder, numbers) => numbers).subarray(0, 120)),
  model('a program instead', 'refused: file-not-onnx', () => Buffer.from('\x7fELF\x02\x01\x01' + '\0'.repeat(500), 'latin1')),
  model('Concat that doubles thirty times', 'killed: limit-memory', () =>
    graph((builder, numbers) => {
      let wide = numbers;
      for (let at = 0; at < 30; at++) wide = builder.node('Concat', [wide, wide], { axis: 0 });
      return builder.node('Add', [numbers, builder.node('Mul', [builder.node('ReduceMean', [wide], { keepdims: 0 }), builder.floats(0)])]);
    }),
  ),
  model('a tensor of a terabyte', 'refused: onnx-too-complex', () => graph((builder, numbers) => squares(builder, numbers, 500_000, 0))),
  model('matrices without end', 'killed: limit-wall-time or limit-cpu-time', () =>
    graph((builder, numbers) => squares(builder, numbers, 1500, 3000)),
  ),
  model('a loop without end', 'killed: limit-wall-time or limit-cpu-time', endlessLoop),
  model('If inside If, five hundred deep', 'refused: onnx-too-complex', () => deepIf(500)),
  model('a hundred thousand nodes', 'refused: onnx-too-complex', () =>
    graph((builder, numbers) => {
      let same = numbers;
      for (let at = 0; at < 100_000; at++) same = builder.node('Identity', [same]);
      return same;
    }),
  ),
  model('weights that are NaN', 'refused: model-output-not-finite', () =>
    graph((builder, numbers) => builder.node('Mul', [numbers, builder.floats(NaN)])),
  ),
  model('NaN for every row', 'refused: model-output-not-finite', () =>
    graph((builder, numbers) => {
      const zero = builder.node('Sub', [numbers, numbers]);
      return builder.node('Div', [zero, zero]);
    }),
  ),
  model('numbers that carry the data out', 'refused: model-output-out-of-range', () =>
    graph((builder, numbers) => builder.node('Mul', [numbers, builder.floats(1e6)])),
  ),
  model('one number for all rows', 'refused: model-output-shape', () =>
    graph((builder, numbers) => builder.node('ReduceMean', [numbers], { axes: [0], keepdims: 1 })),
  ),
  model('other numbers each time', 'flagged: not deterministic', () =>
    graph((builder, numbers) => builder.node('RandomUniformLike', [numbers], { low: { float: 0 }, high: { float: 1 } })),
  ),
];
