import { OutputContract, ViewCatalogue, type TensorSignature } from '@unblind/contracts';
import { model, node, tensor as stored, value } from '@unblind/onnx-writer';
import { bindToContract } from './bind';
import { faultOf } from './fault';
import { inspectFor } from './inspect-for';
import { oneOperator, zeros } from './test/build-model';

const views = ViewCatalogue.parse({
  constituents: { dtype: 'float32', shape: ['N', 200, 4], aliases: ['jet_constituents', 'input'] },
  pf_points: { dtype: 'float32', shape: ['N', 2, 128], from: 'weaver-kin' },
  pf_features: { dtype: 'float32', shape: ['N', 7, 128], from: 'weaver-kin' },
  tokens: { dtype: 'int64', shape: ['N', 'P'] },
});
const outputs = OutputContract.array().parse([
  { name: 'score', shape: ['N'], range: [0, 1] },
  { name: 'softmax', shape: ['N', 2], select: 1 },
]);

const tensor = (name: string, shape: TensorSignature['shape'], dtype = 'float32'): TensorSignature => ({ name, dtype, shape });
const points = tensor('pf_points', ['N', 2, 128]);
const softmax = tensor('softmax', ['N', 2]);
const bind = (inputs: TensorSignature[], given: TensorSignature[] = [softmax]) =>
  bindToContract({ inputs, outputs: given }, views, outputs);

describe('binding inputs to views', () => {
  it('takes any of the views, by name or alias, in any order', () => {
    expect(bind([tensor('input', ['batch', 200, 4]), points])).toEqual({
      ok: true,
      issues: [],
      inputs: [
        { input: 'input', view: 'constituents' },
        { input: 'pf_points', view: 'pf_points' },
      ],
      output: { name: 'softmax', contract: 'softmax', select: 1 },
      fixedBatch: null,
    });
  });

  it('lets symbols and unknown sizes fit anything', () => {
    expect(bind([tensor('pf_features', ['N', 7, 'n_pf'])]).ok).toBe(true);
    expect(bind([tensor('pf_features', [null, null, null])]).ok).toBe(true);
    expect(bind([tensor('pf_features', null)]).ok).toBe(true);
    expect(bind([tensor('tokens', ['N', 12], 'int64')]).ok).toBe(true);
  });

  it('names what an unknown input wants, what is offered, and the view that it may mean', () => {
    const { issues, ok } = bind([tensor('pf_point', ['N', 2, 100])]);
    expect(ok).toBe(false);
    expect(issues[0]).toMatchObject({ code: 'contract-input-unknown', subject: 'pf_point' });
    expect(issues[0]?.message).toContain('"pf_point" (float32 [N, 2, 100])');
    expect(issues[0]?.expected).toContain('pf_points float32 [N, 2, 128]');
    expect(issues[0]?.fix).toContain('did you mean "pf_points"?');
  });

  it('guesses by type and shape where no name is near', () => {
    expect(bind([tensor('onnx::MatMul_0', ['N', 200, 4])]).issues[0]?.fix).toContain('"constituents"');
  });

  it('refuses another element type, rank or size, and says which', () => {
    expect(bind([tensor('pf_points', ['N', 2, 128], 'float16')]).issues[0]).toMatchObject({
      code: 'contract-input-dtype',
      expected: 'float32',
      got: 'float16',
    });
    expect(bind([tensor('pf_points', ['N', 128])]).issues[0]?.code).toBe('contract-input-shape');
    expect(bind([tensor('pf_points', ['N', 2, 100])]).issues[0]).toMatchObject({
      code: 'contract-input-shape',
      expected: '[N, 2, 128]',
      got: '[N, 2, 100]',
    });
  });

  it('refuses a model without inputs', () => {
    expect(bind([]).issues[0]?.code).toBe('contract-input-unknown');
  });

  it('does not take a property of objects for a view', () => {
    expect(bind([tensor('constructor', ['N', 2])]).issues[0]?.code).toBe('contract-input-unknown');
  });

  it('finds a batch that is baked in, and refuses two different ones', () => {
    expect(bind([tensor('pf_points', [1, 2, 128])]).fixedBatch).toBe(1);
    expect(bind([points], [tensor('softmax', [1, 2])]).fixedBatch).toBe(1);
    const both = bind([tensor('pf_points', [1, 2, 128]), tensor('pf_features', [8, 7, 128])]);
    expect(both.issues[0]).toMatchObject({ code: 'contract-input-shape' });
  });
});

describe('choosing the output', () => {
  const chosen = (...given: TensorSignature[]) => bind([points], given).output;

  it('takes the first that fits, [N, 1] as [N]', () => {
    expect(chosen(tensor('hidden', ['N', 64]), tensor('p', ['N', 1]))).toEqual({ name: 'p', contract: 'score', select: null });
    expect(chosen(tensor('p', ['N', 2]))).toEqual({ name: 'p', contract: 'softmax', select: 1 });
    expect(chosen(tensor('p', [null]))).toEqual({ name: 'p', contract: 'score', select: null });
  });

  it("prefers the one that bears a contract's name", () => {
    expect(chosen(tensor('logits', ['N', 2]), softmax)?.name).toBe('softmax');
  });

  it('prefers a contract for [N, 1], where there is one, to [N]', () => {
    const contracts = [...outputs, { name: 'column', shape: ['N', 1], select: 0, per: 'row' as const }];
    const { output } = bindToContract({ inputs: [points], outputs: [tensor('p', ['N', 1])] }, views, contracts);
    expect(output).toEqual({ name: 'p', contract: 'column', select: 0 });
  });

  it('passes over integer labels, as scikit-learn puts them first', () => {
    expect(chosen(tensor('label', ['N'], 'int64'), tensor('probabilities', ['N', 2]))?.name).toBe('probabilities');
  });

  it('leaves an unknown shape to the run', () => {
    expect(chosen(tensor('y', null))?.contract).toBe('score');
  });

  it('says what is given and what is wanted where none fits', () => {
    const { issues, output } = bind([points], [tensor('softmax', ['N', 20])]);
    expect(output).toBeNull();
    expect(issues[0]).toMatchObject({
      code: 'contract-output-mismatch',
      expected: 'score [N] or softmax [N, 2]',
      got: '"softmax" float32 [N, 20]',
    });
  });
});

describe('inspection and binding in one', () => {
  it('tells the FLOPs of a model that leaves the particles free, once its input is a view', () => {
    const file = model({
      nodes: [
        node('ReduceSum', ['constituents', 'axes'], ['sum'], { attributes: { keepdims: 0 } }),
        node('MatMul', ['sum', 'w'], ['score']),
      ],
      initializers: [zeros('w', [4, 1]), stored('axes', [1], [1], 'int64')],
      inputs: [value('constituents', ['N', 'P', 4])],
      outputs: [value('score', ['N', 1])],
    });
    const { inspection, binding } = inspectFor(file, { views, outputs });
    expect(binding).toMatchObject({ ok: true, output: { contract: 'score' } });
    expect(inspection.flops).toBe(200 * 4 + 2 * 4);
    expect(inspection.warnings).toEqual([]);
  });

  it('binds nothing where the file itself is refused, and gives its fault', () => {
    const { inspection, binding } = inspectFor(oneOperator('Evil', ['N', 2]), { views, outputs });
    expect(binding).toBeNull();
    expect(faultOf(inspection)?.detail).toMatchObject({ code: 'onnx-custom-op', whose: 'participant' });
    expect(faultOf(bind([points]))).toBeNull();
  });
});
