import { bytes, graph, integer, join, model, node, text, value } from '@unblind/onnx-writer';
import { inspectOnnx } from './inspect';
import { oneOperator } from './test/build-model';

const x = value('x', ['N', 2]);
const y = value('y', ['N', 2]);
const relu = node('Relu', ['x'], ['y']);
const code = (file: Uint8Array) => inspectOnnx(file).code;

describe('files made to hurt', () => {
  it('stops at bodies nested too deep', () => {
    let body = graph({ nodes: [relu], outputs: [y] });
    for (let depth = 0; depth < 120; depth++) {
      body = graph({ nodes: [node('If', ['c'], ['y'], { attributes: { then_branch: { graph: body } } })], outputs: [y] });
    }
    const outer = node('If', ['c'], ['y'], { attributes: { then_branch: { graph: body } } });
    expect(code(model({ nodes: [outer], inputs: [x, value('c', [1], 'bool')], outputs: [y] }))).toBe('onnx-too-complex');
  });

  it('stops at more operators than the limit', () => {
    const nodes = Array.from({ length: 101 }, (_, i) => node('Relu', [i === 0 ? 'x' : `v${i}`], [`v${i + 1}`]));
    const file = model({ nodes, inputs: [x], outputs: [value('v101', ['N', 2])] });
    expect(inspectOnnx(file, { nodes: 100 }).code).toBe('onnx-too-complex');
    expect(inspectOnnx(file, { nodes: 101 }).code).toBe('ok');
  });

  it('stops at a concatenation that doubles until it fills the memory', () => {
    const nodes = Array.from({ length: 40 }, (_, i) => node('Concat', [`v${i}`, `v${i}`], [`v${i + 1}`], { attributes: { axis: 1 } }));
    const file = model({ nodes, inputs: [value('v0', ['N', 2])], outputs: [value('v40', ['N', null])] });
    const { code: verdict, issues } = inspectOnnx(file);
    expect(verdict).toBe('onnx-too-complex');
    expect(issues[0]?.message).toContain('GiB for a single sample');
  });

  it('stops at functions that unfold without end, or to too much', () => {
    const calls = (name: string, other: string) =>
      join(
        text(1, name),
        text(4, 'a'),
        text(5, 'b'),
        bytes(7, node(other, ['a'], ['m'], { domain: 'f' })),
        bytes(7, node(other, ['m'], ['b'], { domain: 'f' })),
        text(10, 'f'),
      );
    const recursive = oneOperator('F0', ['N', 2], { domain: 'f', imports: { '': 17, f: 1 }, functions: [calls('F0', 'F0')] });
    expect(code(recursive)).toBe('onnx-too-complex');
    const leaf = join(text(1, 'F15'), text(4, 'a'), text(5, 'b'), bytes(7, node('Relu', ['a'], ['b'])), text(10, 'f'));
    const doubling = Array.from({ length: 15 }, (_, i) => calls(`F${i}`, `F${i + 1}`));
    const file = oneOperator('F0', ['N', 2], { domain: 'f', imports: { '': 17, f: 1 }, functions: [...doubling, leaf] });
    expect(inspectOnnx(file, { nodes: 1000 }).code).toBe('onnx-too-complex');
    expect(inspectOnnx(file).flops).toBe(2 ** 15 * 2);
  });

  it('allocates nothing for a length of exabytes, and says that the file is cut', () => {
    const claim = Uint8Array.from([...integer(1, 8), 0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    expect(code(claim)).toBe('file-truncated');
  });

  it('refuses a stored tensor that claims terabytes', () => {
    const huge = join(integer(1, 2 ** 20), integer(1, 2 ** 20), integer(2, 1), text(8, 'w'), bytes(9, [0, 0, 0, 0]));
    const file = model({ nodes: [node('MatMul', ['x', 'w'], ['y'])], initializers: [huge], inputs: [x], outputs: [y] });
    expect(code(file)).toBe('onnx-invalid');
  });

  it('finds external data inside a branch', () => {
    const weights = join(
      integer(1, 2),
      integer(2, 1),
      text(8, 'w'),
      bytes(13, join(text(1, 'location'), text(2, '../secret'))),
      integer(14, 1),
    );
    const body = graph({ nodes: [node('Add', ['x', 'w'], ['z'])], initializers: [weights], outputs: [value('z', ['N', 2])] });
    const choice = node('If', ['c'], ['y'], { attributes: { then_branch: { graph: body }, else_branch: { graph: body } } });
    const inspection = inspectOnnx(model({ nodes: [choice], inputs: [x, value('c', [1], 'bool')], outputs: [y] }));
    expect(inspection.code).toBe('onnx-external-data');
    expect(inspection.externalData).toEqual(['../secret']);
  });

  it('keeps control characters of names away from terminals', () => {
    const { issues } = inspectOnnx(oneOperator('\u001b[2JEvil\u202e', ['N', 2]));
    expect(issues[0]?.message).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
    expect(issues[0]?.message).toContain('[2JEvil');
  });

  it('is not led astray by operators and inputs named like properties of objects', () => {
    const file = model({ nodes: [node('__proto__', ['constructor'], ['y'])], inputs: [value('constructor', ['N', 2])], outputs: [y] });
    const inspection = inspectOnnx(file);
    expect(inspection.code).toBe('onnx-custom-op');
    expect(Object.entries(inspection.operators)).toEqual([['__proto__', 1]]);
  });

  it('reads a hundred megabytes of junk fields within two seconds', () => {
    const file = new Uint8Array(96 * 1024 ** 2);
    file.set([0x98, 0x06, 0x01]); // field 99, a varint
    for (let filled = 3; filled < file.length; filled *= 2) file.copyWithin(filled, 0, filled);
    file.set([0x08, 0x08, 0x3a, 0x00], 0);
    const start = performance.now();
    expect(code(file)).not.toBe('ok');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
