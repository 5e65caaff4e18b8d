import { InferenceSession } from 'onnxruntime-node';
import { bytes, graph, integer, join, model, node, opsetImports, tensor, text, value, type Bytes } from '@unblind/onnx-writer';
import { inspectOnnx } from './inspect';
import { oneOperator, zeros } from './test/build-model';

const x = value('x', ['N', 2]);
const y = value('y', ['N', 2]);
const relu = node('Relu', ['x'], ['y']);
const code = (file: Uint8Array) => inspectOnnx(file).code;

describe('what becomes of a file, and whether ONNX Runtime would say the same', () => {
  const cases: Record<string, { file: Uint8Array; code: string; runtimeLoads: boolean }> = {
    'a plain model': { file: oneOperator('Relu', ['N', 2]), code: 'ok', runtimeLoads: true },
    'two nodes of one name': {
      file: model({
        nodes: [node('Relu', ['x'], ['a'], { name: 'n' }), node('Relu', ['a'], ['y'], { name: 'n' })],
        inputs: [x],
        outputs: [y],
      }),
      code: 'onnx-invalid',
      runtimeLoads: false,
    },
    'a node that redefines an initialiser': {
      file: model({
        nodes: [node('Relu', ['x'], ['w']), node('Add', ['x', 'w'], ['y'])],
        initializers: [zeros('w', [1, 2])],
        inputs: [x],
        outputs: [y],
      }),
      code: 'onnx-invalid',
      runtimeLoads: false,
    },
    'a node that redefines an input': {
      file: model({ nodes: [node('Relu', ['x'], ['x']), relu], inputs: [x], outputs: [y] }),
      code: 'onnx-invalid',
      runtimeLoads: false,
    },
    'two inputs of one name': { file: model({ nodes: [relu], inputs: [x, x], outputs: [y] }), code: 'onnx-invalid', runtimeLoads: false },
    'two initialisers of one name': {
      file: model({
        nodes: [node('Add', ['x', 'w'], ['y'])],
        initializers: [zeros('w', [1, 2]), zeros('w', [1, 2])],
        inputs: [x],
        outputs: [y],
      }),
      code: 'ok',
      runtimeLoads: true,
    },
    'an input without a type': {
      file: model({ nodes: [relu], inputs: [text(1, 'x')], outputs: [y] }),
      code: 'onnx-invalid',
      runtimeLoads: false,
    },
    'an output without a type': { file: model({ nodes: [relu], inputs: [x], outputs: [text(1, 'y')] }), code: 'ok', runtimeLoads: true },
    'no nodes, the input being the output': { file: model({ nodes: [], inputs: [x], outputs: [x] }), code: 'ok', runtimeLoads: true },
    'no operator name': {
      file: model({ nodes: [node('', ['x'], ['y'])], inputs: [x], outputs: [y] }),
      code: 'onnx-custom-op',
      runtimeLoads: false,
    },
    'a size of zero': { file: oneOperator('Relu', [0, 2]), code: 'ok', runtimeLoads: true },
    'the long name of the default domain': {
      file: oneOperator('Relu', ['N', 2], { domain: 'ai.onnx', imports: { 'ai.onnx': 13 } }),
      code: 'ok',
      runtimeLoads: true,
    },
    'an import of a custom domain that nothing uses': {
      file: oneOperator('Relu', ['N', 2], { imports: { '': 13, 'com.example': 3 } }),
      code: 'ok',
      runtimeLoads: true,
    },
    'opset 0': { file: oneOperator('Relu', ['N', 2], { imports: { '': 0 } }), code: 'onnx-opset-unsupported', runtimeLoads: false },
    'no IR version': { file: oneOperator('Relu', ['N', 2]).subarray(2), code: 'onnx-invalid', runtimeLoads: false },
    'IR version 14': { file: oneOperator('Relu', ['N', 2], { irVersion: 14 }), code: 'onnx-opset-unsupported', runtimeLoads: false },
    'opset 27': { file: oneOperator('Relu', ['N', 2], { imports: { '': 27 } }), code: 'onnx-opset-unsupported', runtimeLoads: false },
    'an operator newer than the opset': {
      file: oneOperator('Gelu', ['N', 2], { imports: { '': 19 } }),
      code: 'onnx-opset-unsupported',
      runtimeLoads: false,
    },
    'an operator older than the kernels': {
      file: oneOperator('Relu', ['N', 2], { imports: { '': 5 } }),
      code: 'onnx-opset-unsupported',
      runtimeLoads: false,
    },
    'a deprecated operator': {
      file: model({
        nodes: [node('Upsample', ['x', 's'], ['y'])],
        initializers: [tensor('s', [2], [1, 1])],
        inputs: [x],
        outputs: [y],
        imports: { '': 10 },
      }),
      code: 'onnx-opset-unsupported',
      runtimeLoads: false,
    },
    'an operator that ONNX Runtime bundles': {
      file: oneOperator('Gelu', ['N', 2], { domain: 'com.microsoft', imports: { '': 13, 'com.microsoft': 1 } }),
      code: 'ok',
      runtimeLoads: true,
    },
    'an operator without an import of its domain': {
      file: oneOperator('Normalizer', ['N', 2], { domain: 'ai.onnx.ml' }),
      code: 'ok',
      runtimeLoads: true,
    },
    'more data than the shape says': {
      file: model({ nodes: [node('Add', ['x', 'w'], ['y'])], initializers: [tensor('w', [1, 2], [1, 2, 3])], inputs: [x], outputs: [y] }),
      code: 'onnx-invalid',
      runtimeLoads: false,
    },
    'a stored tensor without an element type': {
      file: model({
        nodes: [node('Add', ['x', 'w'], ['y'])],
        initializers: [join(integer(1, 2), text(8, 'w'), bytes(9, [0, 0, 0, 0, 0, 0, 0, 0]))],
        inputs: [x],
        outputs: [y],
      }),
      code: 'onnx-invalid',
      runtimeLoads: false,
    },
    'a field that this version does not know': {
      file: Uint8Array.from([...oneOperator('Relu', ['N', 2]), ...text(99, 'later')]),
      code: 'ok',
      runtimeLoads: true,
    },
    'a function of its own domain': { file: withFunction([node('Relu', ['a'], ['b'])]), code: 'ok', runtimeLoads: true },
    'nodes out of order': {
      file: model({ nodes: [node('Relu', ['a'], ['y']), node('Neg', ['x'], ['a'])], inputs: [x], outputs: [y] }),
      code: 'ok',
      runtimeLoads: true,
    },
    'a cycle behind an honest node': {
      file: model({
        nodes: [node('Neg', ['x'], ['y']), node('Add', ['x', 'b'], ['a']), node('Relu', ['a'], ['b'])],
        inputs: [x],
        outputs: [y],
      }),
      code: 'onnx-invalid',
      runtimeLoads: false,
    },
    'a branch that uses a name from nowhere': { file: branching('nowhere'), code: 'onnx-invalid', runtimeLoads: false },
    'a branch that uses a name from around it': { file: branching('x'), code: 'ok', runtimeLoads: true },
  };

  it.each(Object.entries(cases))('%s', async (_, { file, code: expected, runtimeLoads }) => {
    expect(code(file)).toBe(expected);
    const session = await InferenceSession.create(file, { logSeverityLevel: 4 }).catch(() => null);
    expect(session !== null).toBe(runtimeLoads);
    await session?.release();
  });

  it('refuses two graphs, which protobuf would merge into one that was never checked', () => {
    const second = bytes(7, graph({ nodes: [node('Evil', ['y'], ['z'], { domain: 'com.example' })] }));
    expect(code(Uint8Array.from([...oneOperator('Relu', ['N', 2]), ...second]))).toBe('onnx-invalid');
  });

  it('refuses a graph without an output', () => {
    expect(code(model({ nodes: [relu], inputs: [x] }))).toBe('onnx-invalid');
  });
});

function withFunction(nodes: readonly Bytes[]): Uint8Array {
  const made = join(
    text(1, 'Twice'),
    text(4, 'a'),
    text(5, 'b'),
    ...nodes.map((part) => bytes(7, part)),
    opsetImports(9, { '': 17 }),
    text(10, 'my.layers'),
  );
  return oneOperator('Twice', ['N', 2], { domain: 'my.layers', imports: { '': 17, 'my.layers': 1 }, functions: [made] });
}

function branching(used: string): Uint8Array {
  const body = (operator: string) =>
    graph({ nodes: [node(operator, [used], [`${operator}_out`])], outputs: [value(`${operator}_out`, ['N', 2])] });
  const choice = node('If', ['c'], ['y'], { attributes: { then_branch: { graph: body('Relu') }, else_branch: { graph: body('Neg') } } });
  return model({ nodes: [choice], inputs: [x, value('c', [1], 'bool')], outputs: [y] });
}
