import { spawnSync } from 'node:child_process';
import { describeWhere, vectorPath } from '@unblind/testing';
import { elementTypes } from '@unblind/onnx-writer';
import { canBecomeOrdinary, hasBubblewrap, ordinaryUser } from '../../test/machine';
import { MiB, OnnxLab, limits, made, twoGibibytes, type Asked } from '../../test/onnx-lab';
import { type Node } from '../../test/tiny-onnx';
import type { OnnxResult, OnnxRun } from './onnx-run';

let lab: OnnxLab;
beforeAll(() => {
  lab = new OnnxLab();
});
afterAll(() => lab.remove());

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'what is wrong with a model in the sandbox', () => {
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
      await expect(lab.run(lab.asked(lab.rowModel(name, nodes)))).rejects.toMatchObject({
        detail: { code, got: expect.stringMatching(got) },
      });
    });

    it('a score outside the range', async () => {
      const asked = lab.asked(lab.rowModel('identity', [identity]));
      const outside = lab.run({ ...asked, output: { name: 'y', select: 0, width: 2, range: [0, 1] } });
      await expect(outside).rejects.toMatchObject({ detail: { code: 'model-output-out-of-range', expected: 'every score in [0, 1]' } });
    });

    it('a number of a row that is not finite or outside the range, with the name of its column', async () => {
      const columns = ['QCD', 'Hbb'];
      const logarithms = lab.asked(lab.rowModel('logarithms', [{ op: 'Log', inputs: ['x'], output: 'y' }]));
      await expect(lab.run({ ...logarithms, output: { name: 'y', select: null, width: 2, columns } })).rejects.toMatchObject({
        detail: { code: 'model-output-not-finite', got: expect.stringMatching(/of 20, the first in row \d, (QCD|Hbb) \(NaN\)/) },
      });
      const asked = lab.asked(lab.rowModel('identity', [identity]));
      await expect(
        lab.run({ ...asked, output: { name: 'y', select: null, width: 3, columns: [...columns, 'Hcc'] } }),
      ).rejects.toMatchObject({
        detail: { code: 'model-output-shape', expected: '(10, 3)', got: '(10, 2)' },
      });
    });

    it('an output of the wrong shape or type', async () => {
      const asked = lab.asked(lab.rowModel('identity', [identity]));
      const shape = { code: 'model-output-shape', expected: '(10) or (10, 1)', got: '(10, 2)' };
      await expect(lab.run({ ...asked, output: { name: 'y', select: null, width: 1 } })).rejects.toMatchObject({ detail: shape });
      await expect(lab.run({ ...asked, output: { name: 'y', select: 2, width: 3 } })).rejects.toMatchObject({
        detail: { code: 'model-output-shape' },
      });
      const integers = lab.rowModel('integers', [{ op: 'Cast', inputs: ['x'], output: 'y', integers: { to: elementTypes.int32 } }], {
        type: 'int32',
      });
      await expect(lab.run(lab.asked(integers))).rejects.toMatchObject({ detail: { code: 'model-output-type', got: 'int32' } });
      const oneRow = lab.rowModel('one-row', [{ op: 'ReduceSum', inputs: ['x'], output: 'y', integers: { keepdims: 1 } }], {
        shape: [1, 1],
      });
      await expect(lab.run(lab.asked(oneRow))).rejects.toMatchObject({ detail: { code: 'model-output-shape', got: '(1, 1)' } });
    });

    it('a file that onnxruntime cannot load, with its words', async () => {
      const asked = lab.asked(lab.model('html', Buffer.from('<html>404</html>')));
      const detail = { code: 'model-load-failed', whose: 'participant', got: expect.stringContaining('Protobuf parsing failed') };
      await expect(lab.run(asked)).rejects.toMatchObject({ detail });
    });

    it('a run that onnxruntime stops, with its words', async () => {
      const asked = lab.asked(lab.rowModel('batch-of-four', [identity], {}, 4));
      await expect(lab.run(asked)).rejects.toMatchObject({
        detail: { code: 'model-run-failed', got: expect.stringContaining('Got: 10 Expected: 4') },
      });
    });

    it('memory: what the kernel kills, and what onnxruntime is refused', async () => {
      const small = { ...limits, memoryBytes: 384 * MiB };
      const killed = lab.run({ ...lab.asked(lab.expanding(twoGibibytes)), limits: small });
      const limit = { name: 'memory', limit: small.memoryBytes, unit: 'bytes' };
      await expect(killed).rejects.toMatchObject({ detail: { code: 'limit-memory', limit } });
      const refused = lab.run({ ...lab.asked(lab.expanding(2 ** 44)), limits: small });
      await expect(refused).rejects.toMatchObject({ detail: { code: 'limit-memory', got: expect.stringContaining('allocate memory') } });
    });
  });

  describe('contains the hostile models', () => {
    const hostile = (file: string, more: Partial<OnnxRun> = {}): Promise<OnnxResult> =>
      lab.run({ ...lab.asked(vectorPath('packages/onnx-inspect', `malformed/${file}`), 5), ...more });

    it('an endless loop ends as wall time or as CPU time, whichever comes first', async () => {
      const wall = hostile('infinite_loop.onnx', {
        inputs: [{ ...lab.view('loop', 5, []), name: 'x' }],
        fixedBatch: 1,
        limits: { ...limits, wallSeconds: 1.5 },
      });
      await expect(wall).rejects.toMatchObject({ detail: { code: 'limit-wall-time', limit: { limit: 1.5, unit: 's' } } });
      const cpu = hostile('infinite_loop.onnx', {
        inputs: [{ ...lab.view('loop', 5, []), name: 'x' }],
        fixedBatch: 1,
        limits: { ...limits, cpuSeconds: 0.7 },
      });
      await expect(cpu).rejects.toMatchObject({ detail: { code: 'limit-cpu-time', limit: { limit: 0.7, unit: 's' } } });
    });

    it('a tensor of 256 GB is a memory limit', async () => {
      await expect(
        hostile('expand_bomb_256GB.onnx', { inputs: [{ ...lab.view('bomb', 5, [1]), name: 'x' }], fixedBatch: 1 }),
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

  describeWhere(canBecomeOrdinary, 'needs root and a node that every user may run', 'for an ordinary user, by rlimits', () => {
    const asOrdinaryUser = (asked: Asked): unknown => {
      const whole: OnnxRun = { fixedBatch: null, batch: 16, limits: { ...limits, memoryBytes: 384 * MiB }, ...asked };
      const script = `const sandbox = require('@unblind/sandbox');
        sandbox.runOnnx(new sandbox.BubblewrapProvider(), ${JSON.stringify(whole)})
          .then((x) => console.log(JSON.stringify([...x.scores])), (e) => console.log(JSON.stringify(e.detail ?? e.stack)))`;
      const [program, ...args] = [...ordinaryUser, process.execPath, '-e', script];
      const { stdout, stderr } = spawnSync(program, args, { cwd: lab.compiled.folder, encoding: 'utf8' });
      return stdout === '' ? stderr : JSON.parse(stdout);
    };

    it('runs a model and tells a memory limit from a crash', () => {
      const asked = lab.asked(lab.rowModel('identity', [{ op: 'Identity', inputs: ['x'], output: 'y' }]));
      expect(asOrdinaryUser(asked)).toEqual(Array.from({ length: 10 }, (_, row) => made(20, 1)[2 * row]));
      expect(asOrdinaryUser({ ...asked, modelPath: lab.expanding(twoGibibytes) })).toMatchObject({ code: 'limit-memory' });
    });
  });
});
