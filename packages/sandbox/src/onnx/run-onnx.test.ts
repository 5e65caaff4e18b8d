import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dtype } from '@unblind/contracts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { CompiledPackage } from '../../test/compiled-package';
import { canBecomeOrdinary, describeWhere, hasBubblewrap, hasOnnxFixtures, onnxFixture, ordinaryUser } from '../../test/fixtures';
import { writeNpy } from '../../test/npy';
import { float32, float64, int32, int64, tinyOnnx, type Node } from '../../test/tiny-onnx';
import { BubblewrapProvider } from '../bubblewrap/bubblewrap-provider';
import { limitsFor } from '../profile';
import { UnsafeLocalProvider } from '../unsafe-local/unsafe-local-provider';
import type { SandboxProvider } from '../port';
import type { OnnxResult, OnnxRun } from './onnx-run';
import { runOnnx } from './run-onnx';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const MiB = 1024 ** 2;
const folder = mkdtempSync(join(tmpdir(), 'unblind-onnx-'));
let compiled: CompiledPackage;
beforeAll(() => {
  chmodSync(folder, 0o755);
  compiled = new CompiledPackage();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  compiled.remove();
});

const limits = limitsFor({ memoryBytes: 1024 * MiB, wallSeconds: 50, cpus: 2 });
const sandbox = new BubblewrapProvider();
type Asked = Pick<OnnxRun, 'modelPath' | 'inputs' | 'rows' | 'output'> & Partial<OnnxRun>;
const run = (asked: Asked, provider: SandboxProvider = sandbox): Promise<OnnxResult> =>
  runOnnx(provider, { fixedBatch: null, batch: 16, limits, harness: compiled.harness, ...asked });

/** Made inputs: reproducible, of both signs, different in every entry. */
const made = (length: number, seed: number): Float32Array => Float32Array.from({ length }, (_, index) => Math.sin(0.7 * index + seed) * 2);

function view(name: string, rows: number, rowShape: number[], data = made(rows * rowShape.reduce((a, b) => a * b, 1), name.length)) {
  const path = join(folder, `${name}-${rows}.npy`);
  writeNpy(path, data, [rows, ...rowShape]);
  return { name, path, dtype: 'float32' as Dtype, rowShape, data };
}

function modelFile(name: string, bytes: Uint8Array): string {
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, bytes);
  return path;
}

/** x (N, 2) -> y by the given nodes. */
const rowModel = (
  name: string,
  nodes: Node[],
  output: { type?: number; shape?: (number | string)[] } = {},
  batch: number | string = 'N',
): string =>
  modelFile(
    name,
    tinyOnnx({
      inputs: [{ name: 'x', type: float32, shape: [batch, 2] }],
      outputs: [{ name: 'y', type: output.type ?? float32, shape: output.shape ?? [batch, 2] }],
      nodes,
    }),
  );
/** x (10, 2) -> (size, 10, 2), which is 80 bytes times size. */
const expanding = (size: number): string =>
  modelFile(
    `expanding-${size}`,
    tinyOnnx({
      inputs: [{ name: 'x', type: float32, shape: ['N', 2] }],
      outputs: [{ name: 'y', type: float32, shape: ['M', 'N', 2] }],
      nodes: [{ op: 'Expand', inputs: ['x', 'shape'], output: 'y' }],
      constants: [{ name: 'shape', values: [size, 1, 2] }],
    }),
  );
/** More than a run may have, less than a machine has: here the kernel kills, the allocation itself succeeds. */
const twoGibibytes = Math.floor(2 ** 31 / 80);

const askedOf = (modelPath: string, rows = 10): Asked => ({
  modelPath,
  inputs: [view('x', rows, [2])],
  rows,
  output: { name: 'y', select: 0 },
});

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'a model in the sandbox', () => {
  describeWhere(hasOnnxFixtures, 'no shared fixtures', 'answers to the last bit as onnxruntime does outside', () => {
    it.each([
      { file: 'hep-fastml/three_layer_keras.onnx', select: 4, fixedBatch: 1, rows: 40, open: 0 },
      { file: 'hep-fastml/two_layer_keras.onnx', select: null, fixedBatch: 1, rows: 40, open: 0 },
      { file: 'hep-cms/DeepDoubleB_94X_V01.onnx', select: 1, fixedBatch: null, rows: 40, open: 0 },
      { file: 'hep-cms/DeepBoostedJet_V02_full.onnx', select: 0, fixedBatch: null, rows: 20, open: 0 },
      { file: 'hep-cms/HiggsInteractionNet.onnx', select: 1, fixedBatch: null, rows: 20, open: 0 },
      { file: 'hep-cms/HLT_ParticleNetAK4_V01.onnx', select: 2, fixedBatch: null, rows: 20, open: 12 },
    ])('$file', async ({ file, select, fixedBatch, rows, open }) => {
      const session = await InferenceSession.create(onnxFixture(file), {
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
        return view(input.name, rows, rowShape);
      });
      const name = session.outputNames[0] ?? '';
      const batch = fixedBatch ?? 16;
      const expected: number[] = [];
      for (let first = 0; first < rows; first += batch) {
        const count = Math.min(batch, rows - first);
        const feeds = Object.fromEntries(
          inputs.map((input) => {
            const size = input.rowShape.reduce((a, b) => a * b, 1);
            return [input.name, new Tensor('float32', input.data.slice(first * size, (first + count) * size), [count, ...input.rowShape])];
          }),
        );
        const output = (await session.run(feeds))[name];
        const width = (output?.data.length ?? 0) / count;
        for (let row = 0; row < count; row++) expected.push(Number(output?.data[row * width + (select ?? 0)]));
      }
      const result = await run({ modelPath: onnxFixture(file), inputs, rows, output: { name, select }, fixedBatch });
      // Bit for bit: same engine, same threads, same batches.
      expect(Array.from(result.scores)).toEqual(expected);
      expect(result.deterministic).toBe(true);
      expect(result.environment).toMatchObject({ onnxruntime: '1.30.0', threads: 2, batch, sandbox: 'bubblewrap' });
      expect(result.usage.peakMemoryBytes).toBeGreaterThan(5 * MiB);
    });
  });

  it('runs a baked-in batch by that many rows and drops what pads the last one', async () => {
    const modelPath = rowModel('batch-of-four', [{ op: 'Identity', inputs: ['x'], output: 'y' }], {}, 4);
    const { scores, environment } = await run({ ...askedOf(modelPath, 10), fixedBatch: 4 });
    expect(Array.from(scores)).toEqual(Array.from({ length: 10 }, (_, row) => made(20, 1)[2 * row]));
    expect(environment.batch).toBe(4);
  });

  it('takes doubles from a model and gives floats', async () => {
    const modelPath = rowModel('doubles', [{ op: 'Cast', inputs: ['x'], output: 'y', integers: { to: float64 } }], { type: float64 });
    expect(Array.from((await run(askedOf(modelPath))).scores)).toHaveLength(10);
  });

  it('reports samples done, up to all of them', async () => {
    const done: number[] = [];
    const modelPath = rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]);
    const rows = 40_000;
    await run({ ...askedOf(modelPath, rows), batch: 1, onProgress: (progress) => done.push(progress.done) });
    expect(done.at(-1)).toBe(rows);
    expect(done).toEqual([...new Set(done)].sort((a, b) => a - b));
    expect(done.length).toBeGreaterThan(1);
  });

  it('flags a model that answers the same question in two ways', async () => {
    const modelPath = rowModel('random', [{ op: 'RandomUniformLike', inputs: ['x'], output: 'y' }]);
    expect((await run(askedOf(modelPath))).deterministic).toBe(false);
  });

  describe("names what is the model's fault", () => {
    const identity: Node = { op: 'Identity', inputs: ['x'], output: 'y' };

    it.each([
      ['NaN', [{ op: 'Log', inputs: ['x'], output: 'y' }], 'model-output-not-finite', /of 10, the first in row \d+ \(NaN\)/],
      [
        'infinity',
        [
          { op: 'Sub', inputs: ['x', 'x'], output: 'z' },
          { op: 'Reciprocal', inputs: ['z'], output: 'y' },
        ],
        'model-output-not-finite',
        /10 of 10, the first in row 0 \(Infinity\)/,
      ],
    ] as [string, Node[], string, RegExp][])('%s in the output, with the first row and the count', async (name, nodes, code, got) => {
      await expect(run(askedOf(rowModel(name, nodes)))).rejects.toMatchObject({ detail: { code, got: expect.stringMatching(got) } });
    });

    it('a score outside the range', async () => {
      const asked = askedOf(rowModel('identity', [identity]));
      const outside = run({ ...asked, output: { name: 'y', select: 0, range: [0, 1] } });
      await expect(outside).rejects.toMatchObject({ detail: { code: 'model-output-out-of-range', expected: 'every score in [0, 1]' } });
    });

    it('an output of the wrong shape or type', async () => {
      const asked = askedOf(rowModel('identity', [identity]));
      const shape = { code: 'model-output-shape', expected: '(10) or (10, 1)', got: '(10, 2)' };
      await expect(run({ ...asked, output: { name: 'y', select: null } })).rejects.toMatchObject({ detail: shape });
      await expect(run({ ...asked, output: { name: 'y', select: 2 } })).rejects.toMatchObject({ detail: { code: 'model-output-shape' } });
      const integers = rowModel('integers', [{ op: 'Cast', inputs: ['x'], output: 'y', integers: { to: int32 } }], { type: int32 });
      await expect(run(askedOf(integers))).rejects.toMatchObject({ detail: { code: 'model-output-type', got: 'int32' } });
      const oneRow = rowModel('one-row', [{ op: 'ReduceSum', inputs: ['x'], output: 'y', integers: { keepdims: 1 } }], { shape: [1, 1] });
      await expect(run(askedOf(oneRow))).rejects.toMatchObject({ detail: { code: 'model-output-shape', got: '(1, 1)' } });
    });

    it('a file that onnxruntime cannot load, with its words', async () => {
      const asked = askedOf(modelFile('html', Buffer.from('<html>404</html>')));
      const detail = { code: 'model-load-failed', whose: 'participant', got: expect.stringContaining('Protobuf parsing failed') };
      await expect(run(asked)).rejects.toMatchObject({ detail });
    });

    it('a run that onnxruntime stops, with its words', async () => {
      const asked = askedOf(rowModel('batch-of-four', [identity], {}, 4));
      await expect(run(asked)).rejects.toMatchObject({
        detail: { code: 'model-run-failed', got: expect.stringContaining('Got: 10 Expected: 4') },
      });
    });

    it('memory: what the kernel kills, and what onnxruntime is refused', async () => {
      const small = { ...limits, memoryBytes: 384 * MiB };
      const killed = run({ ...askedOf(expanding(twoGibibytes)), limits: small });
      const limit = { name: 'memory', limit: small.memoryBytes, unit: 'bytes' };
      await expect(killed).rejects.toMatchObject({ detail: { code: 'limit-memory', limit } });
      const refused = run({ ...askedOf(expanding(2 ** 44)), limits: small });
      await expect(refused).rejects.toMatchObject({ detail: { code: 'limit-memory', got: expect.stringContaining('allocate memory') } });
    });
  });

  describeWhere(hasOnnxFixtures, 'no shared fixtures', 'contains the hostile models', () => {
    const hostile = (file: string, more: Partial<OnnxRun> = {}): Promise<OnnxResult> =>
      run({ ...askedOf(onnxFixture(`malformed/${file}`), 5), ...more });

    it('an endless loop ends as wall time or as CPU time, whichever comes first', async () => {
      const wall = hostile('infinite_loop.onnx', {
        inputs: [{ ...view('loop', 5, []), name: 'x' }],
        fixedBatch: 1,
        limits: { ...limits, wallSeconds: 1.5 },
      });
      await expect(wall).rejects.toMatchObject({ detail: { code: 'limit-wall-time', limit: { limit: 1.5, unit: 's' } } });
      const cpu = hostile('infinite_loop.onnx', {
        inputs: [{ ...view('loop', 5, []), name: 'x' }],
        fixedBatch: 1,
        limits: { ...limits, cpuSeconds: 0.7 },
      });
      await expect(cpu).rejects.toMatchObject({ detail: { code: 'limit-cpu-time', limit: { limit: 0.7, unit: 's' } } });
    });

    it('a tensor of 256 GB is a memory limit', async () => {
      await expect(
        hostile('expand_bomb_256GB.onnx', { inputs: [{ ...view('bomb', 5, [1]), name: 'x' }], fixedBatch: 1 }),
      ).rejects.toMatchObject({ detail: { code: 'limit-memory' } });
    });

    it('an unseeded generator is flagged', async () => {
      expect((await hostile('random_output.onnx')).deterministic).toBe(false);
    });

    it.each(['zero_bytes', 'zip_not_onnx', 'cycle', 'unknown_op', 'opset_999', 'dangling_input', 'truncated_half', 'custom_domain_op'])(
      '%s does not load',
      async (name) => {
        await expect(hostile(`${name}.onnx`)).rejects.toMatchObject({ detail: { code: 'model-load-failed', whose: 'participant' } });
      },
    );
  });

  it("blames a view that is not as announced on the platform, not on the participant's model", async () => {
    const asked = askedOf(rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]));
    const short = run({ ...asked, rows: 11 });
    await expect(short).rejects.toMatchObject({
      detail: { code: 'data-missing', whose: 'platform', message: expect.stringContaining("'x'") },
    });
    const path = join(folder, 'cut.npy');
    copyFileSync(asked.inputs[0]?.path ?? '', path);
    writeFileSync(path, Buffer.alloc(100));
    const broken = run({ ...asked, inputs: [{ name: 'x', path, dtype: 'float32', rowShape: [2] }] });
    await expect(broken).rejects.toMatchObject({ detail: { code: 'data-missing', message: expect.stringContaining('not an npy file') } });
  });

  it('stops when it is told to', async () => {
    const aborting = new AbortController();
    const modelPath = rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]);
    const asked = {
      ...askedOf(modelPath, 100_000),
      batch: 1,
      signal: aborting.signal,
      onProgress: () => aborting.abort(new Error('cancelled')),
    };
    await expect(run(asked)).rejects.toThrow('cancelled');
  });

  it('runs without a sandbox too, where that was asked for', async () => {
    const asked = askedOf(rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]));
    const inside = await run(asked);
    const outside = await run(asked, new UnsafeLocalProvider());
    expect(outside.scores).toEqual(inside.scores);
    expect(outside.environment.sandbox).toBe('unsafe-local');
  });

  describeWhere(canBecomeOrdinary, 'needs root and a node that every user may run', 'for an ordinary user, by rlimits', () => {
    const asOrdinaryUser = (asked: Asked): unknown => {
      const whole: OnnxRun = { fixedBatch: null, batch: 16, limits: { ...limits, memoryBytes: 384 * MiB }, ...asked };
      const script = `const sandbox = require('@unblind/sandbox');
        sandbox.runOnnx(new sandbox.BubblewrapProvider(), ${JSON.stringify(whole)})
          .then((x) => console.log(JSON.stringify([...x.scores])), (e) => console.log(JSON.stringify(e.detail ?? e.stack)))`;
      const [program = '', ...args] = [...ordinaryUser, process.execPath, '-e', script];
      const { stdout, stderr } = spawnSync(program, args, { cwd: compiled.folder, encoding: 'utf8' });
      return stdout === '' ? stderr : JSON.parse(stdout);
    };

    it('runs a model and tells a memory limit from a crash', () => {
      const asked = askedOf(rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]));
      expect(asOrdinaryUser(asked)).toEqual(Array.from({ length: 10 }, (_, row) => made(20, 1)[2 * row]));
      expect(asOrdinaryUser({ ...asked, modelPath: expanding(twoGibibytes) })).toMatchObject({ code: 'limit-memory' });
    });
  });
});

it('writes what the tiny models promise: int64 is a type that an output must not have', async () => {
  const bytes = tinyOnnx({
    inputs: [{ name: 'x', type: int64, shape: ['N'] }],
    outputs: [{ name: 'y', type: int64, shape: ['N'] }],
    nodes: [{ op: 'Identity', inputs: ['x'], output: 'y' }],
  });
  const session = await InferenceSession.create(bytes);
  expect(session.inputMetadata).toEqual([{ name: 'x', isTensor: true, type: 'int64', shape: ['N'] }]);
});
