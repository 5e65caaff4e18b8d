import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DisclosedFile, StoredDataSetIndex, type Plot } from '@unblind/contracts';
import { decodeReplicates } from '@unblind/database';
import { scoreTagging } from '@unblind/scoring';
import { readNpy } from '@unblind/tensors';
import { describeWhere } from '@unblind/testing';
import { Lab, baseline } from './lab';

const canRun = existsSync('/usr/bin/bwrap');

const sizes = { train: 20, sample: 20, public: { ranking: 1200, diagnostic: 800 }, private: 300 };
const shift = 'energy-scale-up';

describeWhere(canRun, 'bubblewrap is not installed', 'a runner of a split with live feedback', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open({ sizes, shifted: shift });
    lab.startRunner();
    while ((await lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId } })).state !== 'ready')
      await new Promise((done) => setTimeout(done, 100));
  });
  afterAll(() => lab.close());

  const scored = async (id: string) => {
    await lab.waitFor(id, 'scored');
    const { metrics, boardEntries, plots, fullPlots } = await lab.result(id);
    const find = (part: string, name: string, variation = 'nominal') =>
      metrics.find((metric) => metric.part === part && metric.name === name && metric.variation === variation);
    const names = (part: string) => [...new Set(metrics.filter((metric) => metric.part === part).map(({ name }) => name))].sort();
    const entry = (board: string) => boardEntries.find((found) => found.board === board)?.value ?? null;
    return { metrics, find, names, entry, boardEntries, plots: plots as Plot[], fullPlots: fullPlots as Plot[] };
  };

  const sha256 = (bytes: Buffer | string = '') => createHash('sha256').update(bytes).digest('hex');
  const index = async () => {
    const row = await lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId } });
    return StoredDataSetIndex.parse(row.index);
  };
  /** A truth tensor of the divided split, as organisers have it. */
  const truth = async (name: string): Promise<number[]> => {
    const path = join(lab.folder, `${name}.npy`);
    await lab.storage.area('truth').download((await index()).splits.public?.truth[name]?.key ?? '', path);
    return Array.from((await readNpy(path)).data, Number);
  };
  /** As the API does when the phase is unblinded: a row that the preparer finds. Returns what is then public. */
  async function disclose(): Promise<Map<string, Buffer>> {
    const of = { dataSetId: lab.dataSetId, split: 'public' };
    await lab.database.disclosure.deleteMany({ where: of });
    const { id } = await lab.database.disclosure.create({ data: of });
    for (;;) {
      const { state, files, fault } = await lab.database.disclosure.findUniqueOrThrow({ where: { id } });
      if (state === 'failed') throw new Error(JSON.stringify(fault));
      if (state === 'published') {
        const area = lab.storage.area('public');
        const read = DisclosedFile.array().parse(files);
        return new Map(await Promise.all(read.map(async ({ name, key }) => [name, await buffer(await area.get(key))] as const)));
      }
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  test('scores each part on its own rows: what ranks, and what is shown', async () => {
    const { names, find, plots, fullPlots } = await scored(await lab.submit(baseline('deep-sets')));
    expect(names('whole')).toEqual([]);
    expect(names('ranking').filter((name) => !name.includes('('))).toEqual(['auc', 'rejection@0.3']);
    expect(names('diagnostic').filter((name) => !name.includes('('))).toEqual(['accuracy', 'auc', 'ece', 'rejection@0.3', 'rejection@0.5']);
    const [ranking, diagnostic] = [find('ranking', 'auc'), find('diagnostic', 'auc')];
    expect(ranking?.value).not.toBe(diagnostic?.value);
    expect([ranking?.replicates?.length, diagnostic?.replicates?.length]).toEqual([1600, 1600]);
    expect(ranking?.replicates).not.toEqual(diagnostic?.replicates);

    expect(fullPlots.find(({ id }) => id === 'roc')?.series[0]?.x.length).toBeGreaterThan(40);
    const shown = plots.find(({ id }) => id === 'roc')?.series[0]?.x ?? [];
    expect(shown.every((x) => Number.isInteger(Math.round(x * 40 * 1e9) / 1e9))).toBe(true);
  });

  test('quotes a worst case on the ranking part, under the shift that the diagnostic part chose', async () => {
    const { find, metrics } = await scored(await lab.submit(baseline('deep-sets')));
    // Only what ranks by its worst case is scored on the ranking part under the shift.
    expect(metrics.filter(({ part, variation }) => part === 'ranking' && variation === shift).map(({ name }) => name)).toEqual([
      'rejection@0.3',
    ]);
    expect(find('diagnostic', 'auc', shift)?.value).toBeGreaterThan(0.5);
    // The shift is chosen on the diagnostic part, whose own worst has no interval, and quoted on the ranking part with that of its value there.
    const [chosen, worst] = [find('diagnostic', 'worst(rejection@0.3)'), find('ranking', 'worst(rejection@0.3)')];
    expect(chosen).toMatchObject({ low: null, high: null, replicates: null, note: expect.stringContaining('no interval') });
    const where = chosen?.note?.startsWith('Under') ? shift : 'nominal';
    const quoted = find('ranking', 'rejection@0.3', where);
    expect(worst).toMatchObject({ value: quoted?.value, low: quoted?.low, high: quoted?.high, replicates: quoted?.replicates });
    expect(worst?.note).toContain('chosen on the diagnostic part.');
  });

  test('shows on the board the value of the ranking part, on its grid', async () => {
    const { find, entry } = await scored(await lab.submit(baseline('substructure-cut')));
    const shown = entry('auc') ?? NaN;
    expect(Math.abs(shown - (find('ranking', 'auc')?.value ?? NaN))).toBeLessThanOrEqual(0.00025);
    expect(shown / 0.0005).toBeCloseTo(Math.round(shown / 0.0005), 6);
  });

  test('publishes at unblinding which rows ranked and the seed, which give the value of the board to the last bit', async () => {
    // Two decimals of a score that knows a little.
    const labels = await truth('labels');
    const scores = labels.map((label, row) => (((row * 37) % 70) + 30 * label) / 100);
    const id = await lab.submit(Buffer.from(`${scores.join('\n')}\n`), { kind: 'predictions', filename: 'scores.csv' });
    const { find, entry } = await scored(id);
    const disclosed = lab.storage.area('public').list(`data/${lab.dataSetId}/public/disclosed/`);
    for await (const { key } of disclosed) throw new Error(`${key} is public before unblinding`);

    const files = await disclose();
    expect([...files.keys()]).toEqual(['commitment.txt', 'scoring-seed', 'part.npy']);
    const [commitment, seed, part] = [files.get('commitment.txt'), String(files.get('scoring-seed')), await truth('part')];
    const { splits } = await index();
    expect(sha256(commitment)).toBe(splits.public?.commitment);
    // As `sha256sum --check` reads it.
    const lines = new Map(
      String(commitment)
        .trimEnd()
        .split('\n')
        .map((line) => [line.slice(66), line.slice(0, 64)]),
    );
    expect(lines.get('scoring-seed')).toBe(sha256(files.get('scoring-seed')));
    expect(lines.get('truth/part.npy')).toBe(sha256(files.get('part.npy')));
    expect([...lines.keys()].sort()).toEqual([
      'scoring-seed',
      'truth/energy-scale-up/labels.npy',
      'truth/energy-scale-up/mass.npy',
      'truth/energy-scale-up/part.npy',
      'truth/labels.npy',
      'truth/mass.npy',
      'truth/part.npy',
      'views/energy-scale-up/constituents.npy',
      'views/energy-scale-up/jet.npy',
    ]);

    const rows = part.flatMap((of, row) => (of === 0 ? [row] : []));
    expect(rows).toHaveLength(1200);
    const { metrics } = scoreTagging(
      { labels: Uint8Array.from(rows, (row) => labels[row] ?? 0) },
      Float64Array.from(rows, (row) => scores[row] ?? 0),
      { metrics: ['auc', 'rejection@0.3'], replicates: 200, seed: `${seed}/ranking` },
    );
    for (const { name, value, low, high, replicates } of metrics) {
      const stored = find('ranking', name);
      expect({ value: stored?.value, low: stored?.low, high: stored?.high }).toEqual({ value, low, high });
      expect(stored?.replicates && decodeReplicates(stored.replicates)).toEqual(replicates);
    }
    const auc = metrics.find(({ name }) => name === 'auc')?.value ?? NaN;
    // On its grid of 0.0005 the board showed this value.
    expect(Math.abs((entry('auc') ?? NaN) - auc)).toBeLessThanOrEqual(0.00025);
  });

  test('publishes nothing that contradicts the digest shown before', async () => {
    const { splits, ...about } = await index();
    const split = { ...splits.public, commitment: sha256('another truth') };
    await lab.database.dataSet.update({
      where: { id: lab.dataSetId },
      data: { index: { ...about, splits: { ...splits, public: split } } },
    });
    try {
      await expect(disclose()).rejects.toThrow('is not what its digest was made of');
    } finally {
      await lab.database.dataSet.update({ where: { id: lab.dataSetId }, data: { index: { ...about, splits } } });
    }
  });

  test('scores a file in the same parts, without a shift', async () => {
    const scores = Array.from({ length: 2000 }, (_, row) => ((row * 37) % 100) / 100);
    const id = await lab.submit(Buffer.from(`${scores.join('\n')}\n`), { kind: 'predictions', filename: 'scores.csv' });
    const { find, names } = await scored(id);
    // Scores that know nothing: on 150 tops and 1,050 jets AUC has a sigma of 0.025.
    expect(Math.abs((find('ranking', 'auc')?.value ?? 0) - 0.5)).toBeLessThan(0.12);
    expect(names('ranking')).not.toContain('worst(rejection@0.3)');
  });

  test('quotes the worst case of a blinded phase on all rows, where the same files have a diagnostic part that chooses', async () => {
    const model = baseline('deep-sets');
    const userId = await lab.person();
    const development = await scored(await lab.submit(model, { userId }));
    const final = await scored(await lab.submit(model, { split: 'private', userId }));
    const where = development.find('diagnostic', 'worst(rejection@0.3)')?.note?.startsWith('Under') ? shift : 'nominal';
    const [worst, quoted] = [final.find('whole', 'worst(rejection@0.3)'), final.find('whole', 'rejection@0.3', where)];
    expect(worst).toMatchObject({ value: quoted?.value, low: quoted?.low, high: quoted?.high, replicates: quoted?.replicates });
    expect(worst?.note).toContain("chosen on the development's diagnostic part.");
  });

  test('gives the model of a blinded phase one result on all rows, and plots that wait in full', async () => {
    const { names, find, entry, fullPlots } = await scored(await lab.submit(baseline('deep-sets'), { split: 'private' }));
    expect([names('ranking'), names('diagnostic')]).toEqual([[], []]);
    expect(entry('auc')).toBe(find('whole', 'auc')?.value);
    expect(fullPlots.map(({ id }) => id)).toEqual(['roc', 'reliability', 'scores', 'mass']);
  });
});
