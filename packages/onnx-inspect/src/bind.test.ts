import { OutputContract, ViewCatalogue, type TensorSignature } from '@unblind/contracts';
import { model, node, tensor as stored, value, type AttributeValue, type ElementType, type ModelParts } from '@unblind/onnx-writer';
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
      output: { name: 'softmax', contract: 'softmax', select: 1, width: 2 },
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

  it('hints at no view that can hold nothing of the kind, and says that a network for other features fits none', () => {
    const { issues } = bind([tensor('input_1', [1, 16])]);
    expect(issues[0]?.fix).toMatch(/^No view of this challenge is of this type and shape/);
    const named = ViewCatalogue.parse({ ...views, pf_features: { ...views.pf_features, axes: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } });
    const tagger = bindToContract({ inputs: [tensor('pf_features', ['N', 25, 128])], outputs: [softmax] }, named, outputs);
    expect(tagger.issues[0]).toMatchObject({
      message: 'Input "pf_features" wants 25 features; the view "pf_features" has 7: a, b, c, d, e, f, g.',
      fix: expect.stringMatching(/^The model was trained on the input of another tagger/) as string,
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
    expect(chosen(tensor('hidden', ['N', 64]), tensor('p', ['N', 1]))).toEqual({ name: 'p', contract: 'score', select: null, width: 1 });
    expect(chosen(tensor('p', ['N', 2]))).toEqual({ name: 'p', contract: 'softmax', select: 1, width: 2 });
    expect(chosen(tensor('p', [null]))).toEqual({ name: 'p', contract: 'score', select: null, width: 1 });
  });

  it("prefers the one that bears a contract's name", () => {
    expect(chosen(tensor('logits', ['N', 2]), softmax)?.name).toBe('softmax');
  });

  it('prefers a contract for [N, 1], where there is one, to [N]', () => {
    const contracts = [...outputs, { name: 'column', shape: ['N', 1], select: 0, per: 'row' as const }];
    const { output } = bindToContract({ inputs: [points], outputs: [tensor('p', ['N', 1])] }, views, contracts);
    expect(output).toEqual({ name: 'p', contract: 'column', select: 0, width: 1 });
  });

  it('passes over integer labels, as scikit-learn puts them first', () => {
    expect(chosen(tensor('label', ['N'], 'int64'), tensor('probabilities', ['N', 2]))?.name).toBe('probabilities');
  });

  it.each([[null], [['N', 'C']], [['N', null]]])('leaves the width to the run where the shape is %j', (shape) => {
    const { output } = bind([points], [tensor('y', shape)]);
    const widths = [output, ...(output?.otherwise ?? [])].map((bound) => [bound?.width, bound?.contract, bound?.select]);
    expect(widths.sort()).toEqual([
      [1, 'score', null],
      [2, 'softmax', 1],
    ]);
  });

  it('names a dictionary of probabilities in the words of the tool that made it', () => {
    const zipmap = tensor('output_probability', null, 'sequence(map(int64, float32))');
    expect(bind([points], [tensor('output_label', ['N'], 'int64'), zipmap]).issues[0]?.fix).toContain("options={'zipmap': False}");
  });

  it('tells a classifier of several classes, where one score is asked for, which columns to add up', () => {
    const { fix } = bind([points], [tensor('softmax', ['N', 5])]).issues[0] ?? {};
    expect(fix).toContain('a column for each of 5 classes');
    expect(fix).toContain('torch.softmax(logits, dim=1)[:, signal].sum(dim=1)');
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

  const withOutput = (shape: readonly (string | number)[] | null, columns: number, parts: Partial<ModelParts> = {}) =>
    inspectFor(
      model({
        nodes: [node('MatMul', ['jet', 'w'], ['h']), node('Softmax', ['h'], ['y'])],
        initializers: [zeros('w', [3, columns])],
        inputs: [value('jet', ['N', 3])],
        outputs: [value('y', shape)],
        ...parts,
      }),
      { views: ViewCatalogue.parse({ jet: { dtype: 'float32', shape: ['N', 3] } }), outputs },
    );

  it('takes the width from the graph where the file declares none, or a symbol', () => {
    for (const shape of [['N', 'C'], ['dim_0', 'dim_1'], null]) {
      expect(withOutput(shape, 2).binding?.output).toEqual({ name: 'y', contract: 'softmax', select: 1, width: 2 });
      expect(withOutput(shape, 1).binding?.output).toEqual({ name: 'y', contract: 'score', select: null, width: 1 });
      expect(withOutput(shape, 3).binding?.issues[0]).toMatchObject({
        code: 'contract-output-mismatch',
        got: expect.stringContaining('3]') as string,
      });
    }
  });

  it('leaves the width to the run where file and graph differ, and warns', () => {
    const { inspection, binding } = withOutput(['N', 1], 2);
    expect(binding?.output?.otherwise).toHaveLength(1);
    expect(inspection.warnings).toEqual([
      expect.stringContaining('declares the output "y" as [N, 1], and its graph makes [?, 2]') as string,
      expect.stringContaining('a run decides') as string,
    ]);
  });

  it('never takes a size that depends on the batch for a width', () => {
    const nodes = [node('Transpose', ['jet'], ['y'])];
    expect(withOutput(null, 2, { nodes, initializers: [] }).inspection.outputs[0]?.shape).toEqual([null, null]);
  });

  it.each([
    ['integers', { classlabels_int64s: [0, 1] }, 'int64'],
    ['texts', { classlabels_strings: ['QCD', 'top'] }, 'string'],
  ])('knows the two columns of a tree ensemble whose labels are %s', (_kind, attributes: Record<string, AttributeValue>, dtype) => {
    const trees = node('TreeEnsembleClassifier', ['jet'], ['label', 'y'], { domain: 'ai.onnx.ml', attributes });
    const file = { nodes: [trees], initializers: [], imports: { '': 17, 'ai.onnx.ml': 3 } };
    const { inspection, binding } = withOutput(['N', 'C'], 2, {
      ...file,
      outputs: [value('label', null, dtype as ElementType), value('y', ['N', 'C'])],
    });
    expect(binding?.output).toEqual({ name: 'y', contract: 'softmax', select: 1, width: 2 });
    expect(inspection.warnings).toEqual(['FLOPs are not known: they stop at "TreeEnsembleClassifier", whose cost is not known.']);
  });

  it('binds nothing where the file itself is refused, and gives its fault', () => {
    const { inspection, binding } = inspectFor(oneOperator('Evil', ['N', 2]), { views, outputs });
    expect(binding).toBeNull();
    expect(faultOf(inspection)?.detail).toMatchObject({ code: 'onnx-custom-op', whose: 'participant' });
    expect(faultOf(bind([points]))).toBeNull();
  });
});
