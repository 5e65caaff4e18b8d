import { attribute, bytes, integer, join, model, node, opsetImports, tensor, text, value } from '@unblind/onnx-writer';
import { inspectOnnx } from './inspect';
import { zeros } from './test/build-model';

const x = value('x', ['N', 2]);

describe('what is told of a model', () => {
  it('leaves initialised inputs out of the signature and counts what weights it holds', () => {
    const file = model({
      nodes: [
        node('Reshape', ['x', 'shape'], ['r']),
        node('MatMul', ['r', 'w'], ['m']),
        node('Constant', [], ['c'], { attributes: { value: { tensor: tensor('', [1], [2]) } } }),
        node('Mul', ['m', 'c'], ['y']),
      ],
      initializers: [zeros('w', [2, 3]), tensor('shape', [2], [-1, 2], 'int64')],
      inputs: [x, value('w', [2, 3])],
      outputs: [value('y', null)],
    });
    const inspection = inspectOnnx(file);
    expect(inspection.inputs).toEqual([{ name: 'x', dtype: 'float32', shape: ['N', 2] }]);
    expect(inspection.outputs).toEqual([{ name: 'y', dtype: 'float32', shape: [null, 3] }]);
    expect(inspection.parameters).toBe(6); // not the shape, not the constant factor
    expect(inspection.initializerBytes).toBe(6 * 4 + 2 * 8 + 4);
    expect(inspection.operators).toEqual({ Constant: 1, MatMul: 1, Mul: 1, Reshape: 1 });
    expect(inspection.flops).toBe(2 * 2 * 3 + 3);
  });

  it('writes the types of what is no tensor', () => {
    const sequence = join(text(1, 's'), bytes(2, bytes(4, bytes(1, bytes(1, integer(1, 1))))));
    const map = join(text(1, 'm'), bytes(2, bytes(5, join(integer(1, 7), bytes(2, bytes(1, integer(1, 1)))))));
    const file = model({
      nodes: [node('Identity', ['s'], ['t'])],
      inputs: [sequence, map],
      outputs: [join(text(1, 't'), sequence.slice(3))],
    });
    expect(inspectOnnx(file).inputs.map(({ dtype }) => dtype)).toEqual(['sequence(float32)', 'map(int64, float32)']);
  });

  it("takes a function's attributes from its call", () => {
    const reference = join(text(1, 'axis'), text(21, 'along'), integer(20, 2));
    const body = join(node('Concat', ['a', 'a'], ['b']), bytes(5, reference));
    const made = join(
      text(1, 'Double'),
      text(4, 'a'),
      text(5, 'b'),
      text(6, 'along'),
      bytes(7, body),
      opsetImports(9, { '': 17 }),
      text(10, 'f'),
    );
    const call = join(node('Double', ['x'], ['y'], { domain: 'f' }), bytes(5, attribute('along', 1)));
    const file = model({ nodes: [call], inputs: [x], outputs: [value('y', null)], imports: { '': 17, f: 1 }, functions: [made] });
    expect(inspectOnnx(file).outputs[0]?.shape).toEqual([null, 4]);
  });
});
