import { writeFile } from 'node:fs/promises';
import { loadChallenge } from '@unblind/challenges';
import type { Manifest } from '@unblind/contracts';
import { model, node, rawTensor, value } from '@unblind/onnx-writer';
import { UnsafeLocalProvider } from '@unblind/sandbox';
import { npyOf } from '@unblind/tensors';
import { temporaryFolder } from '@unblind/testing';
import { inspectSubmission } from '../inspect-submission';
import { runModel } from './run-model';

const files = temporaryFolder();
const rows = 4;
const numbers = Float32Array.from({ length: rows * 9 }, (_, at) => (at % 9) / 10 + Math.floor(at / 9) / 100);
let manifest: Manifest;
beforeAll(async () => {
  ({ manifest } = await loadChallenge('top-tagging'));
  await writeFile(files.path('jet.npy'), npyOf(numbers, [rows, 9]));
});

/** The columns of the view that a mask chooses: how many they are, no inspection can tell. */
async function run(chosen: readonly number[]) {
  const mask = Uint8Array.from({ length: 9 }, (_, column) => Number(chosen.includes(column)));
  const bytes = model({
    nodes: [node('Compress', ['jet', 'mask'], ['y'], { attributes: { axis: 1 } })],
    initializers: [rawTensor('mask', 'bool', [9], mask)],
    inputs: [value('jet', ['N', 9])],
    outputs: [value('y', ['N', 'C'])],
  });
  const modelPath = files.path(`columns-${chosen.join('')}.onnx`);
  await writeFile(modelPath, bytes);
  const { binding, inspection } = inspectSubmission(bytes, manifest);
  const split = { rows, views: { jet: files.path('jet.npy') }, truth: {}, lengths: {} };
  const provider = new UnsafeLocalProvider();
  const result = runModel({ provider, manifest, binding, modelPath, split, viewsDirectory: files.path(''), onProgress: () => undefined });
  return { binding, inspection, result };
}
const column = (at: number) => Array.from({ length: rows }, (_, row) => Math.fround(numbers[row * 9 + at]!));

describe('an output whose width only a run can tell', () => {
  it('is said to be one, with what each width means', async () => {
    const { inspection, result } = await run([3, 5]);
    expect(inspection.warnings.at(-1)).toContain('a run decides, 1 as score (column 0), 2 as probabilities (column 1)');
    await result;
  });

  it('of two columns gives the second, as two probabilities do', async () => {
    const { output, binding } = await (await run([3, 5])).result;
    expect(Array.from(output.data, Number)).toEqual(column(5));
    expect(binding?.output).toEqual({ name: 'y', contract: 'probabilities', select: 1, width: 2 });
  });

  it('of one column gives that', async () => {
    const { output, binding } = await (await run([3])).result;
    expect(Array.from(output.data, Number)).toEqual(column(3));
    expect(binding?.output).toEqual({ name: 'y', contract: 'score', select: 0, width: 1 });
  });

  it('of three columns is refused, with its width and those that are taken', async () => {
    await expect((await run([3, 4, 5])).result).rejects.toMatchObject({
      detail: { code: 'model-output-shape', got: '(4, 3)', expected: 'score [N, 1] or probabilities [N, 2]' },
    });
  });

  it('is never read under a contract of another width, whatever an older binding says', async () => {
    const { binding, result } = await run([3, 5]);
    await result;
    const old = { ...binding, output: { name: 'y', contract: 'score', select: 0 } };
    const split = { rows, views: { jet: files.path('jet.npy') }, truth: {}, lengths: {} };
    const request = { provider: new UnsafeLocalProvider(), manifest, split, viewsDirectory: files.path(''), onProgress: () => undefined };
    const again = runModel({ ...request, binding: old, modelPath: files.path('columns-35.onnx') });
    await expect(again).rejects.toMatchObject({ detail: { code: 'model-output-shape', got: '(4, 2)' } });
  });
});
