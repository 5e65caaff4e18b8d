import { outward } from './outward';

test('bounds move outward to the grid, in units of the metric', () => {
  const ladder = { ladder: 'linear', step: 0.001, grid: 0.0005 } as const;
  expect(outward({ low: 0.95123456, high: 0.95234567 }, ladder)).toEqual({ low: 0.951, high: 0.9525 });
  expect(outward({ low: -0.2, high: null }, { ...ladder, grid: 0.05 })).toEqual({ low: -0.2, high: null });
});

test('on a logarithmic board bounds move outward in the logarithm, and a bound of zero has none', () => {
  const ladder = { ladder: 'logarithmic', step: 0.2, grid: 0.1 } as const;
  const { low, high } = outward({ low: 700, high: 800 }, ladder);
  expect([Math.log(low ?? 0), Math.log(high ?? 0)]).toEqual([expect.closeTo(6.5, 9), expect.closeTo(6.7, 9)]);
  expect(outward({ low: 0, high: 10 }, ladder).low).toBeNull();
});
