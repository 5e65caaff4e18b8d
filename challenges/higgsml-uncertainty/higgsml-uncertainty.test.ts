import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSetIndex } from '@unblind/contracts';
import { higgsFeatures, higgsProcesses, nuisanceNames } from '@unblind/simulation';
import { readNpy } from '@unblind/tensors';
import { challengesRoot, loadGenerator } from '..';
import { countingGraph } from './baselines/counting';
import { transverseMassBelow, visibleMassAbove } from './selected-events';
import { trainingShifts } from './training-block';

const sizes = { train: 14, public: 40 };
const tauScale = { id: 'tau-energy-scale-up', shift: 'fixed', tes: 1.01 };
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
  index = await generator.generate({ seed: 5, openTruth: true, sizes, variations: [tauScale], directory: join(folder, 'data') });
});
afterAll(() => rm(folder, { recursive: true }));

describe('the pseudo-experiments', () => {
  it('are ten sets that share their mu, between 0.1 and 3, with nuisances of their own', async () => {
    const [mu, set, nuisances] = [await values('mu'), await values('set'), await values('nuisances')];
    expect(Array.from(set)).toEqual(Array.from({ length: 40 }, (_, row) => Math.floor(row / 4)));
    expect(new Set(mu).size).toBe(10);
    expect(mu.every((value, row) => value >= 0.1 && value < 3 && value === mu[row - (row % 4)])).toBe(true);
    expect(new Set(nuisances.filter((_, i) => i % nuisanceNames.length === 0)).size).toBe(40);
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
    // Poisson, and 4 % for the two samples that the events are drawn from.
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

  it('have, under a shift, that nuisance fixed and the others as they were', async () => {
    const [nominal, shifted] = [await values('nuisances'), await values('nuisances', 'public', tauScale.id)];
    const tes = nuisanceNames.indexOf('tes');
    shifted.forEach((value, i) => expect(value).toBe(i % nuisanceNames.length === tes ? 1.01 : nominal[i]));
    expect(await values('events', 'public', tauScale.id)).not.toEqual(await values('events'));
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
});
