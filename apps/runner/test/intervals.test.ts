import { z } from 'zod';
import { Lab, baseline } from './lab';

const experiments = 30;
const shift = 'tau-energy-scale-up';

describe('a runner of the challenge with systematics', () => {
  let lab: Lab;
  beforeAll(async () => {
    const sizes = { train: 28, sample: 10, public: experiments, private: 10 };
    lab = await Lab.open({ challenge: 'higgsml-uncertainty', sizes, shifted: shift });
    lab.startRunner();
    while ((await lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId } })).state !== 'ready')
      await new Promise((done) => setTimeout(done, 100));
  });
  afterAll(() => lab.close());

  const scored = async (content: Buffer, options: Parameters<Lab['submit']>[1] = {}) => {
    const id = await lab.submit(content, options);
    await lab.waitFor(id, 'scored');
    const { metrics, plots, fullPlots } = await lab.result(id);
    const ids = (stored: unknown) =>
      z
        .array(z.looseObject({ id: z.string() }))
        .parse(stored)
        .map((plot) => plot.id);
    const value = (name: string, variation = 'nominal') =>
      metrics.find((metric) => metric.name === name && metric.variation === variation)?.value ?? NaN;
    return {
      value,
      plots: ids(plots),
      fullPlots: ids(fullPlots),
    };
  };

  test('also runs a classifier over the training split, and fits the scores of each pseudo-experiment, nominal and shifted', async () => {
    const { value, plots, fullPlots } = await scored(baseline('network', 'higgsml-uncertainty'));
    expect(value('interval_width')).toBeGreaterThan(0.15);
    expect(value('interval_width')).toBeLessThan(0.6);
    // Of other experiments, under a shift.
    expect(value('interval_width', shift)).not.toBe(value('interval_width'));
    expect(value('worst(quantile_score)')).toBe(Math.min(value('quantile_score'), value('quantile_score', shift)));
    expect(fullPlots).toEqual(expect.arrayContaining(['worm', 'coverage', 'pulls', 'templates', 'impacts']));
    // The true mu is on an axis of the others, or in a residual.
    expect(plots).toEqual(['coverage-by-estimate', 'width-by-estimate', 'templates', 'template-shifts', 'impacts']);
  });

  test('runs an estimator on one pseudo-experiment after another', async () => {
    const { value, plots } = await scored(baseline('sum-estimator', 'higgsml-uncertainty'));
    expect(value('interval_width')).toBeGreaterThan(0.15);
    expect(value('interval_width', shift)).not.toBe(value('interval_width'));
    expect(plots).not.toContain('templates');
  });

  test('scores a file of intervals by the published formula', async () => {
    const rows = Array.from({ length: experiments }, () => '1,0,3\n').join('');
    const { value } = await scored(Buffer.from(`mu_hat,p16,p84\n${rows}`), { kind: 'predictions', filename: 'intervals.csv' });
    expect(value('coverage')).toBe(1);
    expect(value('width_term')).toBeCloseTo(-Math.log(3.001), 12);
  });
});
