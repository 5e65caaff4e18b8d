import { OutputContract, ViewCatalogue, type TensorSignature } from '@unblind/contracts';
import { bindToContract } from './bind';

const views = ViewCatalogue.parse({
  features: { dtype: 'float32', shape: ['N', 28] },
  hits: { dtype: 'float32', shape: ['H', 3], per: 'set' },
  edge_index: { dtype: 'int64', shape: [2, 'E'], per: 'set', aliases: ['g_edges'] },
});
const outputs = OutputContract.array().parse([
  { name: 'score', shape: ['N'] },
  { name: 'edge_scores', shape: ['E'], per: 'set', as: 'edge-scores' },
  { name: 'labels', shape: ['H'], per: 'set', as: 'labels' },
  { name: 'interval', shape: [3], per: 'set', as: 'interval' },
]);
const tensor = (name: string, shape: TensorSignature['shape'], dtype = 'float32'): TensorSignature => ({ name, dtype, shape });
const hits = tensor('hits', ['n', 3]);
const edges = tensor('g_edges', [2, 'm'], 'int64');
const bind = (inputs: TensorSignature[], output: TensorSignature) => bindToContract({ inputs, outputs: [output] }, views, outputs);

describe('binding a model that takes sets', () => {
  it('takes an output of the entries that it is given', () => {
    expect(bind([hits], tensor('y', ['n']))).toMatchObject({ ok: true, fixedBatch: null, output: { contract: 'labels' } });
    expect(bind([hits, edges], tensor('y', ['m']))).toMatchObject({ ok: true, output: { contract: 'edge_scores' } });
    expect(bind([hits, edges], tensor('labels', ['n']))).toMatchObject({ ok: true, output: { contract: 'labels' } });
    expect(bind([hits], tensor('y', [3]))).toMatchObject({ ok: true, output: { contract: 'interval' } });
  });

  it('takes whole numbers for labels, and for nothing else', () => {
    expect(bind([hits], tensor('y', ['n'], 'int64')).output?.contract).toBe('labels');
    expect(bind([hits, edges], tensor('edge_scores', ['m'], 'int64')).output?.contract).toBe('labels');
    expect(bind([tensor('features', ['N', 28])], tensor('y', ['N'], 'int64')).output).toBeNull();
  });

  it('refuses a number of entries that is baked in, with the axis to free', () => {
    const [issue] = bind([tensor('hits', [1000, 3])], tensor('y', [1000])).issues;
    expect(issue).toMatchObject({ code: 'contract-input-shape', expected: '[H, 3]', got: '[1000, 3]' });
    expect(issue?.fix).toContain('H being free (dynamic_axes={"hits": {0: "H"}})');
    expect(bind([hits, tensor('g_edges', [2, 500], 'int64')], tensor('y', [500])).issues[0]?.fix).toContain('{1: "E"}');
  });

  it('refuses rows and sets at once', () => {
    const { ok, issues } = bind([hits, tensor('features', ['N', 28])], tensor('y', ['n']));
    expect(ok).toBe(false);
    expect(issues[0]?.message).toContain('takes rows and sets at once');
  });

  it('says which outputs a model that takes sets may have', () => {
    expect(bind([hits], tensor('y', ['n', 7])).issues[0]).toMatchObject({
      code: 'contract-output-mismatch',
      expected: 'labels [H] or interval [3]',
    });
  });
});
