import { checkFile } from './check-file';
import type { FileRules } from './check-file';

const contract = { views: {}, outputs: [], limits: {} };
const tagging: FileRules = {
  kind: 'tagging',
  submissionKinds: ['onnx', 'container', 'predictions'],
  limits: { bytes: 10, imageBytes: 100 },
  sizes: [],
};
const check = (name: string, bytes: number, rules: FileRules = tagging) =>
  checkFile(new File([new Uint8Array(bytes)], name), rules, contract);

describe('a chosen file', () => {
  it('is taken as predictions or as an image by its name, and judged on the server', async () => {
    for (const name of ['scores.csv', 'scores.csv.gz', 'SCORES.NPY']) expect(await check(name, 10)).toMatchObject({ ok: true, issues: [] });
    expect(await check('tagger.tar', 100)).toMatchObject({ ok: true });
  });

  it('of JSON is predictions where intervals are asked for, and refused by name elsewhere', async () => {
    expect(await check('result.json', 10, { ...tagging, kind: 'interval-estimation' })).toMatchObject({ ok: true });
    expect((await check('result.json', 10)).issues).toMatchObject([
      { code: 'kind-not-accepted', got: '.json', expected: '.onnx, .tar, .csv, .csv.gz, .zip, .npy, .npz' },
    ]);
  });

  it('that is empty or too large is refused, an image by its own limit', async () => {
    expect((await check('scores.npy', 0)).issues).toMatchObject([{ code: 'file-empty' }]);
    expect((await check('scores.npy', 11)).issues).toMatchObject([{ code: 'file-too-large', expected: 'at most 10 B' }]);
    expect((await check('tagger.tar', 101)).issues).toMatchObject([
      { code: 'file-too-large', fix: expect.stringContaining('multi-stage') },
    ]);
  });

  it('of a kind that the challenge does not take is refused', async () => {
    expect((await check('tagger.tar', 10, { ...tagging, submissionKinds: ['predictions'] })).ok).toBe(false);
  });
});
