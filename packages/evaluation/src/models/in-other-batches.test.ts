import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { loadChallenge } from '@unblind/challenges';
import { encodeNpy, readNpy } from '@unblind/tensors';
import { temporaryFolder } from '@unblind/testing';
import { backwards, checkBatches } from './in-other-batches';
import type { ModelOutput } from './model-run';

const output = (values: number[], width = 1): ModelOutput => ({
  dtype: 'float32',
  shape: width === 1 ? [values.length] : [values.length / width, width],
  data: Float32Array.from(values),
  as: undefined,
});

const files = temporaryFolder();

test('the rows come in reverse order, whole, in batches smaller than the sample', async () => {
  const folder = files.path('');
  const { manifest } = await loadChallenge('top-tagging');
  const path = join(folder, 'jet.npy');
  await writeFile(
    path,
    encodeNpy(
      'float32',
      [3, 9],
      Float32Array.from({ length: 27 }, (_, i) => i),
    ),
  );
  const binding = {
    inputs: [{ input: 'jet', view: 'jet' }],
    output: { name: 'score', contract: 'score', select: null },
    fixedBatch: null,
    ok: true,
    issues: [],
  };
  const split = { rows: 3, views: { jet: path }, truth: {}, lengths: {} };
  const turned = await backwards({ manifest, binding, modelPath: '', split, viewsDirectory: folder }, join(folder, 'turned'));
  expect(turned).toMatchObject({ split: { rows: 3 }, batch: 1 });
  const { shape, data } = await readNpy(turned?.split.views.jet ?? '');
  expect(shape).toEqual([3, 9]);
  expect([data[0], data[8], data[9], data[18], data[26]]).toEqual([18, 26, 9, 0, 8]);
});

test('answers that agree up to rounding pass, and so do those of the rows beyond the compared ones', () => {
  checkBatches(output([0.1, 0.2, 0.3, 0.9]), output([0.3, 0.2, 0.1001]), 'cpu');
  checkBatches(output([0.1, 0.9, 0.2, 0.8], 2), output([0.2, 0.8, 0.1, 0.9], 2), 'cpu');
});

test('answers that do not are refused, with the row and both answers', () => {
  const faultOf = (...outputs: [ModelOutput, ModelOutput]) => {
    try {
      checkBatches(...outputs, 'cpu');
    } catch (error) {
      return error;
    }
    return null;
  };
  expect(faultOf(output([0.1, 0.2, 0.3]), output([0.3, 0.25, 0.1]))).toMatchObject({
    detail: {
      code: 'model-depends-on-batch',
      subject: 'row 1',
      got: expect.stringMatching(/^1 of 3 differ, the first in row 1 \(0\.25, before 0\.2/),
    },
  });
  expect(faultOf(output([0.1, 0.9, 0.2, 0.8], 2), output([0.2, 0.8, 0.1, 0.7], 2))).toMatchObject({ detail: { subject: 'row 0' } });
  expect(faultOf(output([0.5]), output([NaN]))).toMatchObject({ detail: { code: 'model-depends-on-batch' } });
});
