import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npyOf } from '@unblind/npy';
import { describeWhere } from '@unblind/testing';
import { CompiledPackage } from '../../test/compiled-package';
import { hasBubblewrap } from '../../test/machine';
import { tinyOnnx, type Node, type Value } from '../../test/tiny-onnx';
import { BubblewrapProvider } from '../bubblewrap/bubblewrap-provider';
import { limitsFor } from '../profile';
import type { OnnxSetsInput, OnnxSetsRun } from './onnx-run';
import { runOnnxSets } from './run-onnx-sets';

const folder = mkdtempSync(join(tmpdir(), 'unblind-sets-'));
let compiled: CompiledPackage;
beforeAll(() => {
  chmodSync(folder, 0o755);
  compiled = new CompiledPackage();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  compiled.remove();
});

/** Three events of 3, 0 and 2 hits, with 2, 0 and 1 edges. */
const hits = Float32Array.of(1, 2, 3, 10, 20, 30, 5, 6, 7, -1, -2, -3, 0.5, 0.25, 0.25);
const edges = BigInt64Array.of(0n, 10n, 1n, 20n, 2n, 30n);

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'a model on one set after another', () => {
  const hitsInput = (): OnnxSetsInput => {
    const path = join(folder, 'hits.npy');
    writeFileSync(path, npyOf(hits, [5, 3]));
    return { name: 'hits', path, dtype: 'float32', entryShape: [3], lengths: [3, 0, 2], axis: 0 };
  };
  const edgesInput = (): OnnxSetsInput => {
    const path = join(folder, 'edges.npy');
    writeFileSync(path, npyOf(edges, [3, 2]));
    return { name: 'edges', path, dtype: 'int64', entryShape: [2], lengths: [2, 0, 1], axis: 1 };
  };
  const onHits: Value = { name: 'hits', type: 'float32', shape: ['H', 3] };
  const onEdges: Value = { name: 'edges', type: 'int64', shape: [2, 'E'] };

  const run = (
    input: Value,
    nodes: Node[],
    shape: (number | string)[],
    output: Pick<OnnxSetsRun['output'], 'shape' | 'sizes'> & Partial<OnnxSetsRun['output']>,
    onProgress?: OnnxSetsRun['onProgress'],
  ) => {
    const modelPath = join(folder, `${expect.getState().currentTestName?.replace(/\W+/g, '-').slice(-60) ?? ''}.onnx`);
    const type = input === onEdges ? 'int64' : 'float32';
    writeFileSync(modelPath, tinyOnnx({ inputs: [input], outputs: [{ name: 'y', type, shape }], nodes }));
    return runOnnxSets(new BubblewrapProvider(), {
      modelPath,
      inputs: [input === onHits ? hitsInput() : edgesInput()],
      output: { name: 'y', integers: false, ...output },
      limits: limitsFor({ memoryBytes: 2 ** 30, wallSeconds: 20, cpus: 1 }),
      harness: compiled.harness,
      ...(onProgress ? { onProgress } : {}),
    });
  };
  const copy = (of: string): Node[] => [{ op: 'Identity', inputs: [of], output: 'y' }];
  const overall: Node[] = [{ op: 'ReduceSum', inputs: ['hits'], output: 'y', integers: { keepdims: 0 } }];

  it('gives what it says of each entry, set after set, an empty one too', async () => {
    const progress: unknown[] = [];
    const result = await run(onHits, copy('hits'), ['H', 3], { shape: [null, 3], sizes: [3, 0, 2] }, (step) => progress.push(step));
    expect(result.scores).toEqual(hits);
    expect(result.deterministic).toBe(true);
    expect(result.environment.batch).toBe(1);
    expect(progress.at(-1)).toEqual({ done: 3, total: 3, unit: 'sets' });
  });

  it('gets entries along the axis of its input: an edge_index of two rows', async () => {
    const first: Node[] = [{ op: 'Identity', inputs: ['edges'], output: 'y' }];
    const { scores } = await run(onEdges, first, [2, 'E'], { shape: [2, null], sizes: [2, 0, 1], integers: true });
    // Row 0 then row 1 of each set: the starts of its edges, then their ends.
    expect(Array.from(scores)).toEqual([0, 1, 10, 20, 2, 30]);
  });

  it('may say the same number of things of each set', async () => {
    const { scores } = await run(onHits, overall, [], { shape: [1], sizes: [1, 1, 1] });
    expect(Array.from(scores)).toEqual([84, 0, -5]);
  });

  it('is refused where it gives another shape or type, or leaves the range, with set and entry', async () => {
    const shape = run(onHits, copy('hits'), ['H', 3], { shape: [null], sizes: [3, 0, 2] });
    await expect(shape).rejects.toMatchObject({ detail: { code: 'model-output-shape', expected: '(3)', got: '(3, 3)' } });
    const type = run(onEdges, copy('edges'), [2, 'E'], { shape: [2, null], sizes: [2, 0, 1] });
    await expect(type).rejects.toMatchObject({ detail: { code: 'model-output-type', got: 'int64' } });
    const range = run(onHits, copy('hits'), ['H', 3], { shape: [null, 3], sizes: [3, 0, 2], range: [0, 100] });
    await expect(range).rejects.toMatchObject({
      detail: { code: 'model-output-out-of-range', got: '3 of 15, the first in set 2, entry 0 (-1)' },
    });
  });

  it("blames a view whose lengths are not the file's on the platform", async () => {
    const input = { ...hitsInput(), lengths: [3, 0, 1] };
    const modelPath = join(folder, 'copy.onnx');
    writeFileSync(
      modelPath,
      tinyOnnx({ inputs: [onHits], outputs: [{ name: 'y', type: 'float32', shape: ['H', 3] }], nodes: copy('hits') }),
    );
    const asked = runOnnxSets(new BubblewrapProvider(), {
      modelPath,
      inputs: [input],
      output: { name: 'y', shape: [null, 3], sizes: [3, 0, 1], integers: false },
      limits: limitsFor({ memoryBytes: 2 ** 30, wallSeconds: 20, cpus: 1 }),
      harness: compiled.harness,
    });
    await expect(asked).rejects.toMatchObject({ detail: { code: 'data-missing', whose: 'platform' } });
  });
});
