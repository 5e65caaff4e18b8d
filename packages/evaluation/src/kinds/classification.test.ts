import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifest, type Manifest } from '@unblind/contracts';
import { encodeNpy } from '@unblind/tensors';
import type { ModelOutput } from '../models/model-run';
import { scorePredictions } from '../score-predictions';
import { threeFlavours } from '../../test/three-flavours';
import { kindOf } from './index';

let folder: string;
let manifest: Manifest;
const kind = kindOf('classification');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'classification-'));
  manifest = parseManifest(threeFlavours);
  await writeFile(join(folder, 'labels.npy'), encodeNpy('uint8', [6], Uint8Array.of(0, 1, 2, 0, 1, 2)));
});
afterAll(() => rm(folder, { recursive: true }));

/** In the challenge's order light, charm, bottom. The last row is wrong. */
const probabilities = [0.8, 0.1, 0.1, 0.2, 0.6, 0.2, 0, 0.25, 0.75, 0.5, 0.25, 0.25, 0.1, 0.8, 0.1, 0.4, 0.3, 0.3];
const split = () => ({ rows: 6, views: {}, truth: { labels: join(folder, 'labels.npy') }, lengths: {} });
const context = () => ({ manifest, form: {}, rows: 6, split: split() });

const output = (data: readonly number[], classes: readonly string[] = manifest.scoring.classes ?? []): ModelOutput => ({
  dtype: 'float32',
  shape: [data.length / 3, 3],
  data: Float32Array.from(data),
  as: undefined,
  classes,
});
const score = async (predictions: Awaited<ReturnType<typeof kind.interpret>>) => {
  const report = await scorePredictions({
    manifest,
    form: {},
    split: split(),
    predictions,
    training: null,
    context: { metrics: manifest.scoring.metrics, replicates: 0, seed: 'test' },
  });
  return Object.fromEntries(report.metrics.map(({ name, value }) => [name, value]));
};

async function file(name: string, content: string) {
  await writeFile(join(folder, name), content);
  return kind.readFile!(join(folder, name), name, { ...context(), entries: 6 });
}

describe('a classifier of three classes', () => {
  it('gives the same values as a model, as a model with its columns in another order, and as a file', async () => {
    const scored = await score(await kind.interpret(output(probabilities), context()));
    expect(scored.accuracy).toBeCloseTo(5 / 6, 12);
    // Ratios of light jets: 0.1/0.9 and 0.25/0.75; of charm jets: 0.75 and 8/9. No light jet passes at half the charm efficiency.
    expect(scored['rejection:charm@0.5']).toBe(Infinity);
    expect(scored.log_loss).toBeCloseTo(-[0.8, 0.6, 0.75, 0.5, 0.8, 0.3].reduce((sum, p) => sum + Math.log(p), 0) / 6, 7);
    const turned = probabilities.map((_, at) => probabilities[at - (at % 3) + ((at + 2) % 3)] ?? NaN);
    const again = await score(await kind.interpret(output(turned, ['bottom', 'light', 'charm']), context()));
    expect(again).toEqual(scored);
    const lines = [0, 1, 2, 3, 4, 5].map((row) => probabilities.slice(3 * row, 3 * row + 3));
    const csv = await file(
      'p.csv',
      `bottom,light,charm\n${lines.map(([light, charm, bottom]) => [bottom, light, charm].join(',')).join('\n')}\n`,
    );
    expect(csv.probabilities?.data).toEqual(Float64Array.from(probabilities));
    expect((await score(csv)).accuracy).toBe(scored.accuracy);
  });

  it('of several trainings is their mean', async () => {
    const even = await kind.interpret(output(probabilities.map(() => 1 / 3)), context());
    const sure = await kind.interpret(
      output([0, 1, 2, 0, 1, 2].flatMap((label) => [0, 1, 2].map((k) => (k === label ? 1 : 0)))),
      context(),
    );
    const mean = kind.combine!([even, sure]).probabilities;
    expect(mean?.shape).toEqual([6, 3]);
    expect(Number(mean?.data[0])).toBeCloseTo(2 / 3, 6);
    expect(Number(mean?.data[1])).toBeCloseTo(1 / 6, 6);
  });

  it('is refused if its numbers are not probabilities: for a file with row and class, for a model without the computed values', async () => {
    const spoilt = probabilities.map((value, at) => (at === 10 ? 0.9 : value));
    await expect(async () => kind.interpret(output(spoilt), context())).rejects.toMatchObject({
      detail: {
        code: 'model-output-out-of-range',
        message: "The model's numbers for a row are not probabilities.",
        got: expect.stringContaining('in row 3 add up to 1.65') as string,
      },
    });
    await expect(file('no.csv', `light,charm,bottom\n${'1,0,0\n'.repeat(4)}0,1,1\n1,0,0\n`)).rejects.toMatchObject({
      detail: {
        code: 'predictions-out-of-range',
        subject: 'row 4',
        message: expect.stringContaining('light, charm, bottom must add up to 1') as string,
      },
    });
    await expect(file('nan.csv', `light,charm,bottom\n${'1,0,0\n'.repeat(5)}0,nan,1\n`)).rejects.toMatchObject({
      detail: { code: 'predictions-not-finite', subject: 'row 5', message: expect.stringContaining('probability of charm') as string },
    });
    await expect(file('names.csv', 'light,charm,botom\n')).rejects.toMatchObject({
      detail: { message: 'There is no column for the class bottom.', fix: "Did you mean bottom by 'botom'?" },
    });
    await expect(async () => kind.interpret(output(probabilities.slice(3)), context())).rejects.toMatchObject({
      detail: { code: 'model-output-shape' },
    });
  });
});
