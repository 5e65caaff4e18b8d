import { nominal, type MetricOrder, type ScoredMetric } from '@unblind/contracts';
import { summariseRuns } from './summarise';

const auc = (value: number | null, replicates: number[] | null): ScoredMetric => ({
  name: 'auc',
  value,
  low: null,
  high: null,
  method: 'poisson-bootstrap',
  replicates: replicates && Float64Array.from(replicates),
});
const higher = () => 'higher' as const;
const run = (seed: number, variation: string, metric: ScoredMetric) => ({ seed, variation, report: { metrics: [metric], plots: [] } });

describe('the results of a submission', () => {
  it('of one model are its metrics, nominal and under each shift, to the last bit', () => {
    const { metrics } = summariseRuns([run(1, nominal, auc(0.9, [0.8, 1])), run(1, 'scale-up', auc(0.7, [0.6, 0.8]))], null, higher);
    expect(metrics.slice(0, 2)).toEqual([
      { ...auc(0.9, [0.8, 1]), variation: nominal },
      { ...auc(0.7, [0.6, 0.8]), variation: 'scale-up' },
    ]);
  });

  it('of several models are the mean, replicate by replicate, then each one, the spread and the ensemble', () => {
    const ensemble = { metrics: [auc(0.95, null)], plots: [] };
    const runs = [run(1, nominal, auc(0.75, [0.5, 1])), run(2, nominal, auc(0.25, [0.25, 0.5])), run(1, 'up', auc(0.5, null))];
    const { metrics } = summariseRuns(runs, ensemble, higher);
    expect(metrics.map(({ name, variation, value }) => [name, variation, value])).toEqual([
      ['auc', nominal, 0.5],
      ['auc', 'up', 0.5],
      ['auc', 'seed-1', 0.75],
      ['auc', 'seed-2', 0.25],
      ['spread(auc)', nominal, 0.5 * Math.SQRT1_2],
      ['ensemble(auc)', nominal, 0.95],
      ['worst(auc)', nominal, 0.5],
      ['quadrature(auc)', nominal, 0],
    ]);
    expect(metrics[0]?.replicates).toEqual(Float64Array.of(0.375, 0.75));
  });

  it('keep the flag of any model', () => {
    const flagged = { ...auc(0.75, null), note: 'Flagged: an interval has no width.' };
    const { metrics } = summariseRuns([run(1, nominal, auc(0.75, null)), run(2, nominal, flagged)], null, higher);
    expect(metrics[0]?.note).toBe('Flagged: an interval has no width. Mean of 2 models.');
  });

  it('stay unscored where one of the models could not be scored', () => {
    const { metrics } = summariseRuns([run(1, nominal, auc(0.75, null)), run(2, nominal, auc(null, null))], null, higher);
    expect(metrics[0]).toMatchObject({ name: 'auc', value: null, note: expect.stringContaining('each of the 2 models') });
    expect(metrics.find(({ name }) => name === 'spread(auc)')?.value).toBeNull();
  });

  it('have a worst case of every metric with a known order, ranked or not', () => {
    const runs = [run(1, nominal, auc(0.5, null)), run(1, 'up', auc(0.6, null))];
    const worst = (order: MetricOrder | null) =>
      summariseRuns(runs, null, () => order).metrics.find(({ name }) => name === 'worst(auc)')?.value;
    expect([worst('higher'), worst('lower'), worst({ closestTo: 0.52 })]).toEqual([0.5, 0.6, 0.6]);
    expect(worst(null)).toBeUndefined();
  });
});
