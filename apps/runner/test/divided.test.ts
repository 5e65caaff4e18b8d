import { existsSync } from 'node:fs';
import type { Plot } from '@unblind/contracts';
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
  }, 120_000);
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

  test('scores each part on its own rows: what ranks, and what is shown', async () => {
    const { names, find, metrics, plots, fullPlots } = await scored(await lab.submit(baseline('deep-sets')));
    expect(names('whole')).toEqual([]);
    expect(names('ranking').filter((name) => !name.includes('('))).toEqual(['auc', 'rejection@0.3']);
    expect(names('diagnostic').filter((name) => !name.includes('('))).toEqual(['accuracy', 'auc', 'ece', 'rejection@0.3', 'rejection@0.5']);
    // Only what ranks by its worst case is scored on the ranking part under the shift.
    expect(metrics.filter(({ part, variation }) => part === 'ranking' && variation === shift).map(({ name }) => name)).toEqual([
      'rejection@0.3',
    ]);
    expect(find('diagnostic', 'auc', shift)?.value).toBeGreaterThan(0.5);
    const [ranking, diagnostic] = [find('ranking', 'auc'), find('diagnostic', 'auc')];
    expect(ranking?.value).not.toBe(diagnostic?.value);
    expect([ranking?.replicates?.length, diagnostic?.replicates?.length]).toEqual([1600, 1600]);
    expect(ranking?.replicates).not.toEqual(diagnostic?.replicates);

    expect(fullPlots.find(({ id }) => id === 'roc')?.series[0]?.x.length).toBeGreaterThan(40);
    const shown = plots.find(({ id }) => id === 'roc')?.series[0]?.x ?? [];
    expect(shown.every((x) => Number.isInteger(Math.round(x * 40 * 1e9) / 1e9))).toBe(true);
  });

  test('shows on the board the value of the ranking part, on its grid', async () => {
    const { find, entry } = await scored(await lab.submit(baseline('substructure-cut')));
    const shown = entry('auc') ?? NaN;
    expect(Math.abs(shown - (find('ranking', 'auc')?.value ?? NaN))).toBeLessThanOrEqual(0.00025);
    expect(shown / 0.0005).toBeCloseTo(Math.round(shown / 0.0005), 6);
  });

  test('scores a file in the same parts, without a shift', async () => {
    const scores = Array.from({ length: 2000 }, (_, row) => ((row * 37) % 100) / 100);
    const id = await lab.submit(Buffer.from(`${scores.join('\n')}\n`), { kind: 'predictions', filename: 'scores.csv' });
    const { find, names } = await scored(id);
    // Scores that know nothing: on 150 tops and 1,050 jets AUC has a sigma of 0.025.
    expect(Math.abs((find('ranking', 'auc')?.value ?? 0) - 0.5)).toBeLessThan(0.12);
    expect(names('ranking')).not.toContain('worst(rejection@0.3)');
  });

  test('gives the model of a blinded phase one result on all rows, and plots that wait in full', async () => {
    const { names, find, entry, fullPlots } = await scored(await lab.submit(baseline('deep-sets'), { split: 'private' }));
    expect([names('ranking'), names('diagnostic')]).toEqual([[], []]);
    expect(entry('auc')).toBe(find('whole', 'auc')?.value);
    expect(fullPlots.map(({ id }) => id)).toEqual(['roc', 'reliability', 'scores', 'mass']);
  });
});
