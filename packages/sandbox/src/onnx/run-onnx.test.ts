import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describeWhere, fixturePath, testWithFixtures, vectorPath } from '@unblind/testing';
import { elementTypes } from '@unblind/onnx-writer';
import { hasBubblewrap } from '../../test/machine';
import { MiB, OnnxLab, made } from '../../test/onnx-lab';
import { tinyOnnx } from '../../test/tiny-onnx';
import { UnsafeLocalProvider } from '../unsafe-local/unsafe-local-provider';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
let lab: OnnxLab;
beforeAll(() => {
  lab = new OnnxLab();
});
afterAll(() => lab.remove());

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'a model in the sandbox', () => {
  describe('answers to the last bit as onnxruntime does outside', () => {
    interface Model {
      path: string;
      select: number | null;
      fixedBatch: number | null;
      rows: number;
      /** What to put where a size is open. */
      open: number;
    }
    const answersAsOutside = async ({ path, select, fixedBatch, rows, open }: Model) => {
      const session = await InferenceSession.create(path, {
        executionProviders: ['cpu'],
        intraOpNumThreads: 2,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      });
      const inputs = session.inputMetadata.map((input) => {
        if (!input.isTensor) throw new Error('not a tensor');
        const rowShape = input.shape.slice(1).map((size) => (typeof size === 'number' ? size : open));
        return lab.view(input.name, rows, rowShape);
      });
      const name = session.outputNames[0] ?? '';
      const batch = fixedBatch ?? 16;
      const expected: number[] = [];
      let width = 1;
      for (let first = 0; first < rows; first += batch) {
        const count = Math.min(batch, rows - first);
        const feeds = Object.fromEntries(
          inputs.map((input) => {
            const size = input.rowShape.reduce((a, b) => a * b, 1);
            return [input.name, new Tensor('float32', input.data.slice(first * size, (first + count) * size), [count, ...input.rowShape])];
          }),
        );
        const output = (await session.run(feeds))[name];
        width = (output?.data.length ?? 0) / count;
        for (let row = 0; row < count; row++) expected.push(Number(output?.data[row * width + (select ?? 0)]));
      }
      const result = await lab.run({ modelPath: path, inputs, rows, output: { name, select, width }, fixedBatch });
      // Bit for bit: same engine, same threads, same batches.
      expect(Array.from(result.scores)).toEqual(expected);
      expect(result.deterministic).toBe(true);
      expect(result.environment).toMatchObject({ onnxruntime: '1.30.0', threads: 2, batch, sandbox: 'bubblewrap' });
      expect(result.usage.peakMemoryBytes).toBeGreaterThan(5 * MiB);
    };

    it('made/dense.onnx', () =>
      answersAsOutside({ path: vectorPath('packages/onnx-inspect', 'made/dense.onnx'), select: 4, fixedBatch: null, rows: 40, open: 0 }));

    const published = [
      { file: 'hep-fastml/three_layer_keras.onnx', select: 4, fixedBatch: 1, rows: 40, open: 0 },
      { file: 'hep-fastml/two_layer_keras.onnx', select: null, fixedBatch: 1, rows: 40, open: 0 },
      { file: 'hep-cms/DeepDoubleB_94X_V01.onnx', select: 1, fixedBatch: null, rows: 40, open: 0 },
      { file: 'hep-cms/DeepBoostedJet_V02_full.onnx', select: 0, fixedBatch: null, rows: 20, open: 0 },
      { file: 'hep-cms/HiggsInteractionNet.onnx', select: 1, fixedBatch: null, rows: 20, open: 0 },
      { file: 'hep-cms/HLT_ParticleNetAK4_V01.onnx', select: 2, fixedBatch: null, rows: 20, open: 12 },
    ];
    for (const { file, ...model } of published) {
      testWithFixtures([`onnx/${file}`], file, () => answersAsOutside({ path: fixturePath(`onnx/${file}`), ...model }));
    }
  });

  it('runs a baked-in batch by that many rows and drops what pads the last one', async () => {
    const modelPath = lab.rowModel('batch-of-four', [{ op: 'Identity', inputs: ['x'], output: 'y' }], {}, 4);
    const { scores, environment } = await lab.run({ ...lab.asked(modelPath, 10), fixedBatch: 4 });
    expect(Array.from(scores)).toEqual(Array.from({ length: 10 }, (_, row) => made(20, 1)[2 * row]));
    expect(environment.batch).toBe(4);
  });

  it('gives all numbers of a row where a row has several, also from a baked-in batch', async () => {
    const output = { name: 'y', select: null, width: 2, columns: ['QCD', 'Hbb'] };
    for (const fixedBatch of [null, 4]) {
      const modelPath = lab.rowModel(`both-${fixedBatch}`, [{ op: 'Identity', inputs: ['x'], output: 'y' }], {}, fixedBatch ?? 'N');
      const done: number[] = [];
      const onProgress = (progress: { done: number }) => done.push(progress.done);
      const { scores } = await lab.run({ ...lab.asked(modelPath, 10), output, fixedBatch, onProgress });
      expect(scores).toEqual(made(20, 1));
      // Samples, not numbers.
      expect(done.at(-1)).toBe(10);
    }
  });

  it('takes doubles from a model and gives floats', async () => {
    const modelPath = lab.rowModel('doubles', [{ op: 'Cast', inputs: ['x'], output: 'y', integers: { to: elementTypes.float64 } }], {
      type: 'float64',
    });
    expect(Array.from((await lab.run(lab.asked(modelPath))).scores)).toHaveLength(10);
  });

  it('reports samples done, up to all of them', async () => {
    const done: number[] = [];
    const modelPath = lab.rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]);
    const rows = 40_000;
    await lab.run({ ...lab.asked(modelPath, rows), batch: 1, onProgress: (progress) => done.push(progress.done) });
    expect(done.at(-1)).toBe(rows);
    expect(done).toEqual([...new Set(done)].sort((a, b) => a - b));
    expect(done.length).toBeGreaterThan(1);
  });

  it('flags a model that answers the same question in two ways', async () => {
    const modelPath = lab.rowModel('random', [{ op: 'RandomUniformLike', inputs: ['x'], output: 'y' }]);
    expect((await lab.run(lab.asked(modelPath))).deterministic).toBe(false);
  });

  it("blames a view that is not as announced on the platform, not on the participant's model", async () => {
    const asked = lab.asked(lab.rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]));
    const short = lab.run({ ...asked, rows: 11 });
    await expect(short).rejects.toMatchObject({
      detail: { code: 'data-missing', whose: 'platform', message: expect.stringContaining("'x'") },
    });
    const path = join(lab.folder, 'cut.npy');
    copyFileSync(asked.inputs[0]?.path ?? '', path);
    writeFileSync(path, Buffer.alloc(100));
    const broken = lab.run({ ...asked, inputs: [{ name: 'x', path, dtype: 'float32', rowShape: [2] }] });
    await expect(broken).rejects.toMatchObject({ detail: { code: 'data-missing', message: expect.stringContaining('not an npy file') } });
  });

  it('stops when it is told to', async () => {
    const aborting = new AbortController();
    const modelPath = lab.rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]);
    const asked = {
      ...lab.asked(modelPath, 100_000),
      batch: 1,
      signal: aborting.signal,
      onProgress: () => aborting.abort(new Error('cancelled')),
    };
    await expect(lab.run(asked)).rejects.toThrow('cancelled');
  });

  it('runs without a sandbox too, where that was asked for', async () => {
    const asked = lab.asked(lab.rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]));
    const inside = await lab.run(asked);
    const outside = await lab.run(asked, new UnsafeLocalProvider());
    expect(outside.scores).toEqual(inside.scores);
    expect(outside.environment.sandbox).toBe('unsafe-local');
  });
});

it('writes what the tiny models promise: int64 is a type that an output must not have', async () => {
  const bytes = tinyOnnx({
    inputs: [{ name: 'x', type: 'int64', shape: ['N'] }],
    outputs: [{ name: 'y', type: 'int64', shape: ['N'] }],
    nodes: [{ op: 'Identity', inputs: ['x'], output: 'y' }],
  });
  const session = await InferenceSession.create(bytes);
  expect(session.inputMetadata).toEqual([{ name: 'x', isTensor: true, type: 'int64', shape: ['N'] }]);
});
