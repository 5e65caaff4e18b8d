import type { ScoredMetric } from '@unblind/contracts';
import { quadratureSum, worstCase } from './summary';

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
  it('is the lowest where high is good, replicate by replicate, and says under which shift', () => {
    const worst = worstCase(metric(0.8, [0.8, 0.8]), shifts, 'higher');
    expect(worst).toMatchObject({ name: 'worst(auc)', value: 0.72, note: 'Under scale-down.' });
    expect(worst.replicates).toEqual(Float64Array.of(0.7, 0.72));
  });

  it('is the highest where low is good, and may be the nominal one', () => {
    expect(worstCase(metric(0.8), shifts, 'lower')).toMatchObject({ value: 0.88, note: 'Under scale-up.', replicates: null });
    expect(worstCase(metric(0.9), shifts, 'lower')).toMatchObject({ value: 0.9, note: 'No shift makes it worse.' });
  });

  it('is the farthest from the value that is best, where there is one, on either side', () => {
    const order = { closestTo: 0.79 };
    const worst = worstCase(metric(0.79, [0.8, 0.9]), shifts, order);
    expect(worst).toMatchObject({ value: 0.88, note: 'Under scale-up.' });
    // The distances are 0.01, 0.07, 0.09, 0.07 and 0.11, 0.11, 0.03, 0.07.
    expect(worst.replicates).toEqual(Float64Array.of(0.7, 0.9));
    expect(worstCase(metric(null), shifts, order).value).toBeNull();
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
    // Resampling enlarges a distance, so that its replicates, here sums of 0.125 and 0.1 or 0.05, are moved to the value together.
    // Resampling enlarges a distance: the replicates, sums of 0.125 with 0.1 and with 0.05, are moved so that their median is the value.
    const difference = Math.hypot(0.125, 0.1) - Math.hypot(0.125, 0.05);
    const [first = NaN, second = NaN] = sum.replicates ?? [];
    expect([first, second]).toEqual([sum.value, expect.closeTo((sum.value ?? NaN) - difference, 12)]);
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
