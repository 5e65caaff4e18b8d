import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSetIndex } from '@unblind/contracts';
import { readNpy } from '@unblind/tensors';
import { loadChallenge, loadGenerator } from '..';
import { cutGraph } from './baselines/graphs';
import { deriveSeed, streamKey } from '@unblind/random';
import { announced, boxNames, contentOf } from './black-boxes';

const keyOf = (number: number) => streamKey(new Uint8Array(32).fill(number));
const contentsOf = (number: number) =>
  boxNames.map((name) => contentOf(name, { dataSeed: keyOf(number), seed: deriveSeed(keyOf(number), name) }));

let folder: string;
let index: DataSetIndex;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lhco-'));
  const { manifest } = await loadChallenge('lhc-olympics');
  index = await (
    await loadGenerator('lhc-olympics')
  ).generate({
    seed: 1,
    key: keyOf(77),
    sizes: { sample: 50, 'box-1': 300, 'box-2': 300, 'box-3': 300 },
    variations: manifest.scoring.variations,
    shiftedSplits: ['sample'],
    directory: join(folder, 'data'),
  });
});
afterAll(() => rm(folder, { recursive: true }));
const truth = async (split: string, name: string) =>
  Float64Array.from((await readNpy(join(folder, 'data', index.splits[split]?.truth[name]?.file ?? ''))).data, Number);

describe('the black boxes', () => {
  it('are two with a resonance and one without, in an order that depends on the secret seed', () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const kinds = contentsOf(seed).map(({ resonance }) => resonance?.decay ?? 'none');
      expect([...kinds].sort().join()).toMatch(/^(dijet|none),(none|pair),(pair|trijet)$/);
      orders.add(kinds.map((kind) => (kind === 'trijet' ? 'dijet' : kind)).join());
    }
    expect(orders.size).toBe(6);
  });

  it('are opened one by one: what a box holds comes from its own key, and only what kind of box it is from the key of all', () => {
    const [box] = boxNames;
    const contents = (all: number, own: number) => contentOf(box, { dataSeed: keyOf(all), seed: keyOf(own) });
    const all = Array.from({ length: 40 }, (_, number) => number).find((number) => contents(number, 0).resonance?.decay === 'pair') ?? -1;
    expect(contents(all, 2).resonance?.decay).toBe('pair');
    expect(contents(all, 2)).not.toEqual(contents(all, 3));
  });

  it('stay within what is announced', () => {
    for (let seed = 0; seed < 200; seed++) {
      for (const { resonance } of contentsOf(seed)) {
        if (!resonance) continue;
        expect(resonance.mass).toBeGreaterThan(announced.mass[0]);
        expect(resonance.mass).toBeLessThan(announced.mass[1]);
        if (resonance.decay !== 'pair') continue;
        expect(resonance.light).toBeGreaterThan(announced.daughter[0]);
        expect(resonance.heavy).toBeLessThan(announced.daughter[1]);
        expect(resonance.heavy).toBeGreaterThanOrEqual(resonance.light);
      }
    }
  });

  it('hold what was drawn for them: signal where there is a resonance, whose mass the truth states, and none in the empty one', async () => {
    const contents = contentsOf(77);
    for (const [at, name] of boxNames.entries()) {
      const resonance = contents[at]?.resonance ?? null;
      const signals = (await truth(name, 'labels')).reduce((sum, label) => sum + label, 0);
      expect(signals > 0).toBe(resonance !== null);
      expect((await truth(name, 'resonance'))[0]).toEqual(resonance?.mass ?? NaN);
    }
  });

  it('are not shifted: nobody sends a model to them', () => {
    expect(Object.keys(index.splits['box-1']?.variations ?? {})).toEqual([]);
    expect(Object.keys(index.splits.sample?.variations ?? {}).length).toBe(5);
  });
});

describe('the baselines of the LHC Olympics', () => {
  it('include the cut exactly as the script writes it today, and are small', async () => {
    expect(Buffer.from(cutGraph()).equals(await readFile(join(__dirname, 'baselines/substructure-cut.onnx')))).toBe(true);
    for (const name of ['autoencoder', 'supervised'])
      expect((await readFile(join(__dirname, `baselines/${name}.onnx`))).length).toBeLessThan(50_000);
  });
});
