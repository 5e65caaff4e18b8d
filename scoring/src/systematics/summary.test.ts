import type { ScoredMetric } from '@unblind/contracts';
import { quadratureSum, worstCase, worstVariation } from './summary';

const metric = (value: number | null, replicates: number[] | null = null): ScoredMetric => ({
  name: 'auc',
  value,
  low: null,
  high: null,
  method: 'poisson-bootstrap',
  replicates: replicates && Float64Array.from(replicates),
});
const shifts = [
  { variation: 'scale-up', metric: metric(0.88, [0.86, 0.9]) },
  { variation: 'scale-down', metric: metric(0.72, [0.7, 0.76]) },
  { variation: 'pile-up', metric: metric(0.76, [0.72, 0.72]) },
];

describe('the worst case', () => {
  it('is the ordinary value, with its interval, under the shift that was chosen on other events', () => {
    const under = { ...metric(0.88, [0.86, 0.9]), low: 0.86, high: 0.9, note: 'Of the jets.' };
    const shifted = [{ variation: 'scale-up', metric: under }, ...shifts.slice(1)];
    const worst = worstCase(metric(0.8), shifted, 'higher', { variation: 'scale-up', on: 'the diagnostic part' });
    // Under scale-down it is lower: by chance or not, that is not looked at.
    expect(worst).toEqual({ ...under, name: 'worst(auc)', note: 'Under scale-up, chosen on the diagnostic part. Of the jets.' });
    expect(worstCase(metric(0.8), shifted, 'higher', { variation: 'nominal', on: 'the diagnostic part' })).toMatchObject({
      value: 0.8,
      note: 'No shift makes it worse, chosen on the diagnostic part.',
    });
  });

  it('without such a choice is the worst of these events, without an interval, and says why', () => {
    const worst = worstCase(metric(0.8, [0.8, 0.8]), shifts, 'higher');
    expect(worst).toMatchObject({ name: 'worst(auc)', value: 0.72, low: null, high: null, replicates: null });
    expect(worst.note).toBe('Under scale-down. The shift is chosen on the scored events, which biases the value: no interval.');
  });

  it('is worst where a metric is highest, lowest or farthest from the value that is best, or nowhere', () => {
    const values = [
      { variation: 'nominal', value: 0.8 as number | null },
      ...shifts.map(({ variation, metric: { value } }) => ({ variation, value })),
    ];
    expect(worstVariation(values, 'higher')).toBe('scale-down');
    expect(worstVariation(values, 'lower')).toBe('scale-up');
    expect(worstVariation(values, { closestTo: 0.79 })).toBe('scale-up');
    expect(worstVariation([{ variation: 'nominal', value: 0.9 }, ...values.slice(1)], 'lower')).toBe('nominal');
    expect(worstVariation([...values, { variation: 'generator', value: null }], 'higher')).toBeNull();
  });

  it('does not depend on the order of equal values: nominal, else the first id', () => {
    const infinite = (...ids: string[]) => ids.map((variation) => ({ variation, value: Infinity }));
    expect(worstVariation(infinite('scale-up', 'nominal'), 'higher')).toBe('nominal');
    expect(worstVariation([{ variation: 'nominal', value: 1 }, ...infinite('scale-up', 'scale-down')], 'lower')).toBe('scale-down');
  });

  it('is unscored, and says why, where one shift is', () => {
    const worst = worstCase(metric(0.8), [...shifts, { variation: 'generator', metric: metric(null) }], 'higher');
    expect(worst).toMatchObject({ value: null, note: expect.stringContaining('Unscored under generator.') });
  });
});

describe('the sum in quadrature', () => {
  it('takes the larger direction of each source: 0.1 of the scale, 0.05 of pile-up', () => {
    const [up, down, pileUp] = [
      [0.86, 0.9],
      [0.7, 0.76],
      [0.72, 0.76],
    ];
    const values = { 'scale-up': metric(0.88, up), 'scale-down': metric(0.72, down), 'pile-up': metric(0.76, pileUp) };
    const sum = quadratureSum(
      metric(0.8, [0.8, 0.8]),
      Object.entries(values).map(([variation, of]) => ({ variation, metric: of })),
    );
    expect(sum.value).toBeCloseTo(Math.hypot(0.1, 0.05), 12);
    // Noise alone makes changes, so that there is no interval.
    expect(sum).toMatchObject({ low: null, high: null, replicates: null, note: expect.stringContaining('no interval') });
    expect(sum.note).toContain('2 sources');
  });

  it('of no change is 0, and of a nominal 0 is not defined', () => {
    expect(quadratureSum(metric(0.8), [{ variation: 'noise', metric: metric(0.8) }]).value).toBe(0);
    expect(quadratureSum(metric(0), [{ variation: 'noise', metric: metric(0) }])).toMatchObject({
      value: null,
      note: expect.stringContaining('nominal value is 0'),
    });
  });
});
