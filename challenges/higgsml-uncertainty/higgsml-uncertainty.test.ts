import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSetIndex } from '@unblind/contracts';
import { streamKey } from '@unblind/random';
import { higgsFeatures, higgsProcesses, nuisanceNames } from '@unblind/simulation';
import { readNpy } from '@unblind/tensors';
import { challengesRoot, loadChallenge, loadGenerator } from '..';
import { countingGraph } from './baselines/counting';
import { transverseMassBelow, visibleMassAbove } from './selected-events';
import { trainingShifts } from './training-block';

const sizes = { train: 14, sample: 10, public: 40, private: 20 };
const tauScale = { id: 'tau-energy-scale-up', shift: 'fixed', tes: 1.01 };
const key = streamKey(new Uint8Array(32).fill(5));
const width = higgsFeatures.length;

let folder: string;
let index: DataSetIndex;
const rowsOf = (split: string, variation?: string) => {
  const rows = variation === undefined ? index.splits[split] : index.splits[split]?.variations[variation];
  if (!rows) throw new Error(`no ${split} ${variation}`);
  return rows;
};
const file = (name: string, split: string, variation?: string) => {
  const { views, truth } = rowsOf(split, variation);
  return { ...views, ...truth }[name];
};
const values = async (name: string, split = 'public', variation?: string) =>
  Float64Array.from((await readNpy(join(folder, 'data', file(name, split, variation)?.file ?? ''))).data, Number);
const lengths = (name: string, split = 'public', variation?: string) => file(name, split, variation)?.lengths ?? [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'higgsml-uncertainty-'));
  const generator = await loadGenerator('higgsml-uncertainty');
  index = await generator.generate({ seed: 5, key, sizes, variations: [tauScale], directory: join(folder, 'data') });
});
afterAll(() => rm(folder, { recursive: true }));

/** The rows of 28 features of a split, as texts that are equal where the events are. */
async function eventsOf(split: string, variation?: string): Promise<string[]> {
  const { data } = await readNpy(join(folder, 'data', file('events', split, variation)?.file ?? ''));
  return Array.from({ length: data.length / width }, (_, row) => data.subarray(row * width, (row + 1) * width).join());
}

describe('the pseudo-experiments', () => {
  it('each have a mu and nuisances of their own, so that requests to a container come in random order across mu', async () => {
    const [mu, nuisances] = [await values('mu'), await values('nuisances')];
    expect(new Set(mu).size).toBe(sizes.public);
    expect(mu.every((value) => value >= 0.1 && value < 3)).toBe(true);
    expect(new Set(nuisances.filter((_, i) => i % nuisanceNames.length === 0)).size).toBe(sizes.public);
    // Neighbours, and halves: of independent uniform numbers the lag-1 correlation is 0 to 1 / sqrt(n), four times that.
    const mean = mu.reduce((sum, value) => sum + value, 0) / mu.length;
    const off = mu.map((value) => value - mean);
    const variance = off.reduce((sum, value) => sum + value ** 2, 0);
    const neighbours = off.subarray(1).reduce((sum, value, i) => sum + value * off[i]!, 0);
    expect(Math.abs(neighbours / variance)).toBeLessThan(4 / Math.sqrt(mu.length));
  });

  it('share no event with one another, with those of a shift, with another split or with the training events', async () => {
    const parts = [await eventsOf('public'), await eventsOf('public', tauScale.id), await eventsOf('private'), await eventsOf('sample')];
    const central = (await eventsOf('train')).slice(0, lengths('events', 'train')[0]);
    const all = [...parts.flat(), ...central];
    expect(all.length).toBeGreaterThan(50_000);
    expect(new Set(all).size).toBe(all.length);
    // Momenta of lepton and tau without the angles: the same collision under another shift would keep the lepton.
    const leptons = [...parts.flat(), ...central].map((row) => row.split(',').slice(0, 3).join());
    expect(new Set(leptons).size).toBe(leptons.length);
  });

  it('come from streams of their own: each is the same however many there are, and in any chunk', async () => {
    const generator = await loadGenerator('higgsml-uncertainty');
    const fewer = await generator.generate({ seed: 5, key, sizes: { public: 3 }, directory: join(folder, 'fewer') });
    const { data } = await readNpy(join(folder, 'fewer', fewer.splits.public?.truth.mu?.file ?? ''));
    expect(Array.from(data, Number)).toEqual(Array.from((await values('mu')).subarray(0, 3)));
  });

  it('hold more Higgs bosons where mu is larger, as many as expected', async () => {
    const [mu, processes] = [await values('mu'), await values('processes')];
    let start = 0;
    let [seen, muSum] = [0, 0];
    lengths('processes').forEach((length, row) => {
      seen += processes.subarray(start, start + length).filter((process) => higgsProcesses[process] === 'htautau').length;
      muSum += mu[row]!;
      start += length;
    });
    // At mu = 1 the training split expects this many.
    const [weights, of] = [await values('weights', 'train'), await values('processes', 'train')];
    const blockEnds = lengths('weights', 'train');
    let [at, expected] = [0, 0];
    blockEnds.forEach((length, row) => {
      if (row % trainingShifts.length === 0)
        for (let i = at; i < at + length; i++) if (higgsProcesses[of[i]!] === 'htautau') expected += weights[i]!;
      at += length;
    });
    // Poisson, and 4 % for the training sample, whose 2,500 events of two blocks know the expectation to 1 %.
    expect(Math.abs(seen / (expected * muSum) - 1)).toBeLessThan(4 / Math.sqrt(expected * muSum) + 0.04);
  });

  it('hold only events above and below the cuts on the masses, in an order that does not give the process away', async () => {
    const events = await values('events');
    const column = (name: (typeof higgsFeatures)[number]) => events.filter((_, i) => i % width === higgsFeatures.indexOf(name));
    expect(Math.min(...column('DER_mass_vis'))).toBeGreaterThan(visibleMassAbove);
    expect(Math.max(...column('DER_mass_transverse_met_lep'))).toBeLessThan(transverseMassBelow);
    const processes = Array.from((await values('processes')).subarray(0, lengths('processes')[0]));
    expect(processes).not.toEqual([...processes].sort());
    expect(Array.from(await values('event_counts'))).toEqual(lengths('events'));
  });

  it('are others under a shift, with that nuisance fixed', async () => {
    const [nominal, shifted] = [await values('nuisances'), await values('nuisances', 'public', tauScale.id)];
    const tes = nuisanceNames.indexOf('tes');
    const scales = shifted.filter((_, i) => i % nuisanceNames.length === tes);
    expect(new Set(scales)).toEqual(new Set([1.01]));
    const others = new Set(nominal);
    expect(shifted.filter((value, i) => i % nuisanceNames.length !== tes && others.has(value) && value !== 0 && value !== 5)).toHaveLength(
      0,
    );
    const mus = new Set(await values('mu'));
    expect((await values('mu', 'public', tauScale.id)).filter((mu) => mus.has(mu))).toHaveLength(0);
  });
});

describe('the baselines', () => {
  it('are what their scripts make', async () => {
    const stored = await readFile(join(challengesRoot, 'higgsml-uncertainty/baselines/counting.onnx'));
    expect(Buffer.from(countingGraph()).equals(stored)).toBe(true);
  });
});

describe('the training split', () => {
  it('is the same simulated events under the central values and six shifts', async () => {
    const nuisances = await values('nuisances', 'train');
    trainingShifts.forEach((shift, row) => {
      nuisanceNames.forEach((name, i) => expect(nuisances[row * nuisanceNames.length + i]).toBe(shift[name]));
    });
    const [central = 0, up = 0, down = 0] = lengths('events', 'train');
    expect(up).toBeGreaterThan(central);
    expect(down).toBeLessThan(central);
  });

  it('gives each process its weight, whatever the number of rows', async () => {
    const [weights, processes] = [await values('weights', 'train'), await values('processes', 'train')];
    const of = (process: string) => weights[processes.findIndex((index) => higgsProcesses[index] === process)];
    // Expected events by those simulated in two blocks.
    expect(of('htautau')).toBeCloseTo(240 / 5000, 6);
    expect(of('ztautau')).toBeCloseTo(2250 / 11000, 6);
  });

  it('expects as many events of signal as the manifest says that claims are held against', async () => {
    const { manifest } = await loadChallenge('higgsml-uncertainty');
    const [weights, processes] = [await values('weights', 'train'), await values('processes', 'train')];
    const groups = trainingShifts.length;
    let [at, expected] = [0, 0];
    lengths('weights', 'train').forEach((length, row) => {
      if (row % groups === 0)
        for (let i = at; i < at + length; i++) if (higgsProcesses[processes[i]!] === 'htautau') expected += weights[i]!;
      at += length;
    });
    // 5,000 simulated events of two blocks, about half of them selected: known to 1 %, four times that.
    expect(Math.abs(expected / (manifest.scoring.signal ?? NaN) - 1)).toBeLessThan(0.04);
  });
});
