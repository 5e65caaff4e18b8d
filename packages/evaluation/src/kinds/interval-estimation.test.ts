import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge, loadGenerator } from '@unblind/challenges';
import { ParticipantFault, flagOf, type DataSetIndex, type FormValues, type Manifest, type Plot } from '@unblind/contracts';
import { higgsFeatures } from '@unblind/simulation';
import { encodeNpy, readNpy } from '@unblind/tensors';
import { localSplit, type LocalSplit } from '../local-split';
import type { Predictions } from '../predictions';
import { intervalEstimation } from './interval-estimation';
import { truthColumn } from './tensors';

const experiments = 300;
let folder: string;
let manifest: Manifest;
let index: DataSetIndex;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interval-'));
  ({ manifest } = await loadChallenge('higgsml-uncertainty'));
  const generator = await loadGenerator('higgsml-uncertainty');
  index = await generator.generate({
    seed: 3,
    openTruth: true,
    sizes: { train: 84, public: experiments },
    directory: join(folder, 'data'),
  });
  // Seconds of simulation, on a machine that runs other tests beside it.
});
afterAll(() => rm(folder, { recursive: true }));

function splitOf(name: string): LocalSplit {
  const split = index.splits[name];
  if (!split) throw new Error(`no ${name}`);
  return localSplit(join(folder, 'data'), split);
}

async function score(predictions: Predictions, { training, form = {} }: { training?: Predictions; form?: FormValues } = {}) {
  const task = { manifest, form, split: splitOf('public'), predictions };
  const trained = training ? { split: splitOf('train'), predictions: training } : null;
  const context = { metrics: manifest.scoring.metrics, replicates: 20, seed: 'interval' };
  const { metrics, fullPlots = [] } = await intervalEstimation.score({ ...task, training: trained, context });
  drawn = fullPlots;
  flags = metrics.flatMap((metric) => flagOf(metric) ?? []);
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value ?? NaN]));
}

/** Of the last scoring. */
let drawn: readonly Plot[] = [];
let flags: readonly string[] = [];
const plotOf = (id: string) => drawn.find((plot) => plot.id === id);

const intervals = (data: Float64Array): Predictions => ({ intervals: { dtype: 'float64', shape: [data.length / 3, 3], data } });
const scoresOf = (data: Float64Array): Predictions => ({ scores: { dtype: 'float64', shape: [data.length], data } });

/** A classifier: the visible mass of each event. */
async function visibleMass(split: LocalSplit): Promise<Predictions> {
  const { data } = await readNpy(split.views.events ?? '');
  const at = higgsFeatures.indexOf('DER_mass_vis');
  return scoresOf(Float64Array.from({ length: data.length / higgsFeatures.length }, (_, i) => Number(data[i * higgsFeatures.length + at])));
}

describe('intervals that were given', () => {
  it('are scored as the formula says: all of width 0.4 around the truth cover too often', async () => {
    const mu = await truthColumn(splitOf('public'), 'mu');
    const scored = await score(
      intervals(Float64Array.from({ length: 3 * experiments }, (_, i) => mu[Math.floor(i / 3)]! + [0, -0.2, 0.2][i % 3]!)),
    );
    expect(scored.coverage).toBe(1);
    expect(scored.interval_width).toBeCloseTo(0.4, 12);
    // sigma = sqrt(0.6827 * 0.3173 / 300), f = 1 + ((1 - 0.6827) / sigma - 2)^3.
    const excess = 0.3173 / Math.sqrt((0.6827 * 0.3173) / experiments) - 2;
    expect(scored.quantile_score).toBeCloseTo(-Math.log(0.401 * (1 + excess ** 3)), 9);
    expect(scored.pull_mean).toBeCloseTo(0, 12);
    expect(flags).toEqual([]);
  });

  it('are flagged where they claim more than their events can tell', async () => {
    const mu = await truthColumn(splitOf('public'), 'mu');
    await score(intervals(Float64Array.from({ length: 3 * experiments }, (_, i) => mu[Math.floor(i / 3)]! + [0, -0.05, 0.05][i % 3]!)));
    expect(flags).toEqual([expect.stringMatching(/^the mean width 0.100 is below 0.2\d\d/)]);
  });

  it('come from an estimator as [experiments, 3], and another number of them is its fault', async () => {
    const output = (length: number) => ({
      as: 'interval',
      dtype: 'float32' as const,
      shape: [length],
      data: new Float32Array(length).fill(1),
    });
    const context = { manifest, form: {}, rows: experiments, split: splitOf('public') };
    const { intervals: made } = await intervalEstimation.interpret(output(3 * experiments), context);
    expect(made?.shape).toEqual([experiments, 3]);
    await expect(async () => intervalEstimation.interpret(output(2 * experiments), context)).rejects.toMatchObject({
      detail: { code: 'model-output-shape', got: '2' },
    });
  });

  it('of several trainings are averaged, estimates and bounds alike', () => {
    const [one, other] = [intervals(Float64Array.of(1, 0.5, 1.5)), intervals(Float64Array.of(2, 1, 4))];
    expect(Array.from(intervalEstimation.combine!([one, other]).intervals!.data, Number)).toEqual([1.5, 0.75, 2.75]);
  });

  it.each([
    ['not finite', [1, NaN, 2], 'not-finite'],
    ['upside down', [1, 2, 0.5], 'value-invalid'],
  ])('fail with the experiment named where one is %s', async (_what, bad, code) => {
    const data = Float64Array.from({ length: 3 * experiments }, (_, i) => [1, 0.5, 1.5][i % 3]!);
    data.set(bad, 3 * 57);
    await expect(score(intervals(data))).rejects.toMatchObject({ code, index: 57 });
  });
});

describe('a file of intervals', () => {
  const read = async (name: string, text: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return intervalEstimation.readFile!(path, name, { manifest, form: {}, rows: 2, entries: 2 });
  };

  it('is read as CSV, with or without uncertainties of its own', async () => {
    const { intervals: made, delta_mu_hats: none } = await read('a.csv', 'p84,mu_hat,p16\n1.5,1,0.5\n2,1.5,1\n');
    expect(Array.from(made!.data, Number)).toEqual([1, 0.5, 1.5, 1.5, 1, 2]);
    expect(none).toBeUndefined();
    const { delta_mu_hats: deltas } = await read('b.csv', 'mu_hat,p16,p84,delta_mu_hat\n1,0.5,1.5,0.7\n1,0.5,1.5,0.8\n');
    expect(Array.from(deltas!.data, Number)).toEqual([0.7, 0.8]);
  });

  it("is read as FAIR Universe's JSON, set after set", async () => {
    const set = (mu: number) => ({ mu_hats: [mu], delta_mu_hats: [0.5], p16: [mu - 1], p84: [mu + 1] });
    const { intervals: made } = await read('c.json', JSON.stringify([set(1), set(2)]));
    expect(Array.from(made!.data, Number)).toEqual([1, 0, 2, 2, 1, 3]);
  });

  it('may hold members that nobody asked for, and uncertainties that not every set has are left out', async () => {
    const set = { note: { a: [1, [2, {}]] }, mu_hats: [1], p16: [0], p84: [2] };
    const { intervals: made, delta_mu_hats: none } = await read('p.json', JSON.stringify([{ ...set, delta_mu_hats: [1] }, set]));
    expect(Array.from(made!.data, Number)).toEqual([1, 0, 2, 1, 0, 2]);
    expect(none).toBeUndefined();
  });

  it('is read as an array with three or four columns', async () => {
    const array = (values: number[]) => encodeNpy('float64', [2, values.length / 2], Float64Array.from(values));
    const { intervals: made } = await read('e.npy', array([1, 0.5, 1.5, 2, 1, 3]));
    expect(Array.from(made!.data, Number)).toEqual([1, 0.5, 1.5, 2, 1, 3]);
    const { delta_mu_hats: deltas } = await read('f.npy', array([1, 0.5, 1.5, 0.7, 2, 1, 3, 0.8]));
    expect(Array.from(deltas!.data, Number)).toEqual([0.7, 0.8]);
    await expect(read('g.npy', array([1, 2]))).rejects.toMatchObject({ detail: { code: 'predictions-unreadable' } });
  });

  it.each([
    ['a.csv', 'mu_hat,p16,p84\n1,0.5,1.5\n', 'predictions-length'],
    ['b.csv', 'mu_hat,p16\n1,0.5\n1,0.5\n', 'predictions-unreadable'],
    ['c.json', '{"mu_hats": [1]}', 'predictions-unreadable'],
    ['d.json', '{', 'predictions-unreadable'],
    ['e.json', '', 'predictions-unreadable'],
    ['not-utf8.json', Buffer.from('{"mu_hats\xe9": []}', 'latin1'), 'predictions-unreadable'],
    ['f.json', '[]', 'predictions-unreadable'],
    ['g.json', '[{},{},{}]', 'predictions-unreadable'],
    ['h.json', '{"mu_hats": [1, 2, 3', 'predictions-length'],
    ['i.json', '{"mu_hats": [1, 2], "p16": [0, 1], "p84": [2, 3]} {}', 'predictions-unreadable'],
    ['j.json', '{"mu_hats": [1, 2], "mu_hats": [1, 2], "p16": [0, 1], "p84": [2, 3]}', 'predictions-unreadable'],
    ['k.json', '{"mu_hats": [[1], 2], "p16": [0, 1], "p84": [2, 3]}', 'predictions-unreadable'],
    ['l.csv', 'mu_hat,p16,p84\n1,0.5,1.5\n1,0.5,1.5\n1,0.5,1.5\n', 'predictions-length'],
    ['m.csv', `mu_hat,p16,p84\n${'\n'.repeat(2 ** 21)}1,0.5,1.5\n1,0.5,1.5\n`, 'predictions-length'],
    ['n.json', `{"mu_hats": [1, 2], "p16": [0, 1], "p84": [2, 3]${' '.repeat(2 ** 21)}}`, 'file-too-large'],
  ])('is refused where it is %s with %j', async (name, text, code) => {
    await expect(read(name, text)).rejects.toMatchObject({ detail: { code } });
  });

  it('is told apart where it is no JSON and where it is JSON of another form', async () => {
    const fixOf = (text: string) =>
      read('h.json', text).catch((error: unknown) => (error instanceof ParticipantFault ? error.detail.fix : error));
    expect(await fixOf('{"mu_hats": [NaN]}')).toMatch(/^Write valid JSON/);
    expect(await fixOf('{"mu_hats": [1]}')).toMatch(/^Write { mu_hats, p16, p84 }/);
  });
});

describe("a classifier's template fit", () => {
  it('measures mu without bias and with intervals that cover, and fixed nuisances make them narrower', async () => {
    const [predictions, training] = [await visibleMass(splitOf('public')), await visibleMass(splitOf('train'))];
    const profiled = await score(predictions, { training });
    // The binomial error is 0.027; the templates' own statistical error adds to it.
    expect(Math.abs(profiled.coverage! - 0.6827)).toBeLessThan(3 * 0.027);
    expect(Math.abs(profiled.bias!)).toBeLessThan(0.06);
    expect(profiled.pull_width).toBeGreaterThan(0.85);
    // Above 1: an interval that ends at mu = 0 is shorter than twice its upper half, by which pulls are measured.
    expect(profiled.pull_width).toBeLessThan(1.4);
    const fixed = await score(predictions, { training, form: { nuisances: { value: 'fixed' } } });
    expect(fixed.interval_width).toBeLessThan(0.9 * profiled.interval_width!);
    expect(fixed.pull_width).toBeGreaterThan(1.1 * profiled.pull_width!);
  });

  it('shows its templates, and the tau energy scale as the nuisance with the largest impact', async () => {
    await score(await visibleMass(splitOf('public')), { training: await visibleMass(splitOf('train')) });
    const [background, signal] = plotOf('templates')?.series ?? [];
    // Selected events of the table in pages/data.md, to the error of the simulation.
    expect(signal!.y.reduce((a, b) => a + b, 0) / 129).toBeCloseTo(1, 1);
    expect(background!.y.reduce((a, b) => a + b, 0) / 418).toBeCloseTo(1, 1);
    const impacts = plotOf('impacts');
    expect(impacts?.y.categories?.[0]).toMatch(/^tau energy scale \(\d\d %\)$/);
    // A scale held too high takes signal-like background for granted: mu falls.
    expect(impacts?.series[0]?.x[0]).toBeLessThan(0);
    expect(plotOf('bias-by-nuisance')?.series.map(({ label }) => label)).toContain('tau energy scale');
  });

  it('of a constant score still counts events', async () => {
    const constant = (split: LocalSplit) => scoresOf(new Float64Array(split.lengths.processes!.reduce((sum, n) => sum + n, 0)));
    const scored = await score(constant(splitOf('public')), { training: constant(splitOf('train')) });
    expect(scored.interval_width).toBeGreaterThan(0);
  });

  it('without scores on the training split is the fault of the platform', async () => {
    await expect(score(scoresOf(new Float64Array(1)))).rejects.toMatchObject({ detail: { code: 'scorer-failed' } });
  });
});
