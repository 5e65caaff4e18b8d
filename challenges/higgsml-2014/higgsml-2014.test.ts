import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { higgs2014Features } from '@unblind/simulation';
import { readNpy } from '@unblind/tensors';
import { loadChallenge, loadGenerator } from '..';
import type { DataSetIndex } from '@unblind/contracts';
import { massWindowGraph } from './baselines/mass-window';

const sizes = { train: 3000, public: 3000 };
let folder: string;
let index: DataSetIndex;
const values = async (file: string | undefined) => Float64Array.from((await readNpy(join(folder, 'data', file ?? ''))).data, Number);
const truth = (name: string, variation?: string) => {
  const rows = variation === undefined ? index.splits.public : index.splits.public?.variations[variation];
  return values(rows?.truth[name]?.file);
};
const features = (variation?: string) => {
  const rows = variation === undefined ? index.splits.public : index.splits.public?.variations[variation];
  return values(rows?.views.features?.file);
};
const column = (rows: Float64Array, name: (typeof higgs2014Features)[number]) =>
  rows.filter((_, i) => i % higgs2014Features.length === higgs2014Features.indexOf(name));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'higgsml-2014-'));
  const { manifest } = await loadChallenge('higgsml-2014');
  const generator = await loadGenerator('higgsml-2014');
  index = await generator.generate({
    seed: 5,
    openTruth: true,
    sizes,
    variations: manifest.scoring.variations,
    directory: join(folder, 'data'),
  });
});
afterAll(() => rm(folder, { recursive: true }));

describe('the data of HiggsML 2014', () => {
  it('have the yields of 2014 in every split, whatever the luck of the draw: 692 signal and 411,000 background events expected', async () => {
    for (const split of ['train', 'public']) {
      const [labels, weights] = await Promise.all(['labels', 'weights'].map((name) => values(index.splits[split]?.truth[name]?.file)));
      const sum = (label: number) => weights!.reduce((total, weight, i) => total + (labels![i] === label ? weight : 0), 0);
      // Sums of 3,000 doubles.
      expect(sum(1) / 691.988607711987).toBeCloseTo(1, 12);
      expect(sum(0) / 410_999.847321811).toBeCloseTo(1, 12);
    }
  });

  it('shift the tau by its scale and leave the lepton alone', async () => {
    const [nominal, up] = [await features(), await features('tau-energy-scale-up')];
    const taus = column(up, 'PRI_tau_pt').map((pt, i) => pt / column(nominal, 'PRI_tau_pt')[i]!);
    // Three decimals of at least 22 GeV.
    expect(Math.max(...taus.map((ratio) => Math.abs(ratio - 1.01)))).toBeLessThan(1e-4);
    expect(column(up, 'PRI_lep_pt')).toEqual(column(nominal, 'PRI_lep_pt'));
  });

  it('shift normalisations in the weights, never in the features', async () => {
    expect(await features('diboson-normalisation')).toEqual(await features());
    const [nominal, more] = [await truth('weights'), await truth('weights', 'diboson-normalisation')];
    const ratios = new Set(Array.from(more, (weight, i) => Number((weight / nominal[i]!).toFixed(6))));
    expect([...ratios].sort()).toEqual([1, 1.25]);
  });

  it('number their events as their page says, and mark what is missing with -999', async () => {
    expect(Array.from((await truth('event_ids')).subarray(0, 3))).toEqual([100_000, 100_001, 100_002]);
    const rows = await features();
    const jets = column(rows, 'PRI_jet_num');
    column(rows, 'PRI_jet_leading_pt').forEach((pt, i) => expect(pt === -999).toBe(jets[i] === 0));
  });
});

describe('the baselines of HiggsML 2014', () => {
  it('include the mass window exactly as the script writes it today, and are small', async () => {
    const committed = await readFile(join(__dirname, 'baselines/mass-window.onnx'));
    expect(Buffer.from(massWindowGraph()).equals(committed)).toBe(true);
    expect((await readFile(join(__dirname, 'baselines/network.onnx'))).length).toBeLessThan(100_000);
  });
});
