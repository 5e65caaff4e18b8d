import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from './graph-builder';

describe('a model written by the graph builder', () => {
  it('runs in ONNX Runtime, with constants, attributes of each kind and a dynamic batch', async () => {
    const graph = new GraphBuilder('affine');
    const x = graph.input('x', 'float32', ['N', 3]);
    const product = graph.node('Gemm', [x, graph.floats([1, 2, 3, 4, 5, 6], [3, 2]), graph.floats([0.5, -0.5])], { alpha: { float: 2 } });
    const sum = graph.node('ReduceSum', [product, graph.integers([1])], { keepdims: 0 });
    graph.node('Mul', [sum, graph.floats(10)], {}, { output: 'y' });
    graph.output('y', 'float32', ['N']);

    const session = await InferenceSession.create(graph.toBytes());
    expect(session.inputNames).toEqual(['x']);
    const input = new Tensor('float32', Float32Array.of(1, 0, 0, 0, 1, 1), [2, 3]);
    const { y } = await session.run({ x: input });
    // 10 * (2 * (1 + 2) + 0.5 - 0.5) and 10 * 2 * (3 + 4 + 5 + 6)
    expect(y?.data).toEqual(Float32Array.of(60, 360));
    expect(y?.dims).toEqual([2]);
    await session.release();
  });

  it('has the bytes of the protobuf specification for small fields', () => {
    const bytes = new GraphBuilder('g').toBytes({ opset: 300 });
    // ir_version = 8; and opset 300 as the two-byte varint AC 02 of the specification's own example.
    expect(Buffer.from(bytes).subarray(0, 2).toString('hex')).toBe('0808');
    expect(Buffer.from(bytes).subarray(-3).toString('hex')).toBe('10ac02');
  });
});
