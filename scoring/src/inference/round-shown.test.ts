import type { Plot } from '@unblind/contracts';
import { roundDifference, roundMetric, roundPlot } from './round-shown';

describe('a difference that is shown while the truth is in use', () => {
  const rounded = (difference: number, low: number | null, high: number | null, pValue = 0.123456) =>
    roundDifference({ difference, low, high, pValue, leastPValue: 0.01 });

  test('keeps two significant digits of the error in value and bounds, whatever its size', () => {
    expect(rounded(0.012345678, 0.0112345, 0.0134567)).toEqual({
      difference: 0.0123,
      low: 0.0112,
      high: 0.0135,
      pValue: 0.12,
      leastPValue: 0.01,
    });
    expect(rounded(1234.5678, 1111.1, 1358.2)).toMatchObject({ difference: 1230, low: 1110, high: 1360 });
    expect(rounded(-0.5, -0.5996, -0.4004)).toMatchObject({ difference: -0.5, low: -0.6, high: -0.4 });
  });

  test('keeps two digits of the value where the error is missing or vanishes, and nothing finer', () => {
    expect(rounded(0.0205678, 0.0205678, 0.0205678)).toMatchObject({ difference: 0.021, low: 0.021, high: 0.021 });
    expect(rounded(12.3456, null, null)).toMatchObject({ difference: 12, low: null, high: null });
    expect(rounded(12.3456, 11.9, null)).toMatchObject({ difference: 12.35, low: 11.9, high: null });
    expect(rounded(0, 0, 0, 1)).toEqual({ difference: 0, low: 0, high: 0, pValue: 1, leastPValue: 0.01 });
  });
});

describe('a metric that is shown while the truth is in use', () => {
  const rounded = (value: number | null, low: number | null, high: number | null) => roundMetric({ value, low, high });

  test('keeps two significant digits of the error in value and bounds', () => {
    expect(rounded(0.912345678, 0.9011111, 0.9235555)).toEqual({ value: 0.912, low: 0.901, high: 0.924 });
    expect(rounded(1234.5678, 1111.1, 1358.2)).toEqual({ value: 1230, low: 1110, high: 1360 });
    expect(rounded(773.4567, 738.1, null)).toEqual({ value: 773, low: 738, high: null });
  });

  test('keeps three digits of the value without an error, and five where the error is tiny', () => {
    expect(rounded(0.123456789, null, null)).toEqual({ value: 0.123, low: null, high: null });
    expect(rounded(0.123456789, 0.123456789, 0.123456789)).toEqual({ value: 0.123, low: 0.123, high: 0.123 });
    expect(rounded(0.123456789, 0.123456788, 0.12345679)).toEqual({ value: 0.12346, low: 0.12346, high: 0.12346 });
    expect(rounded(0, null, null)).toEqual({ value: 0, low: null, high: null });
    expect(rounded(Infinity, 1234.5, null)).toEqual({ value: Infinity, low: 1200, high: null });
    expect(rounded(null, null, null)).toEqual({ value: null, low: null, high: null });
  });
});

describe('a plot that is shown while the truth is in use', () => {
  const plot = (scale: 'linear' | 'log', series: Plot['series'][number]): Plot => ({
    id: 'some',
    title: 'Some',
    kind: 'points',
    x: { label: 'x', scale },
    y: { label: 'y', scale: 'linear' },
    series: [series],
  });

  test('has a grid below a 500th of each linear axis, so that a pixel more is not to be had', () => {
    const x = [0.025, 0.1234567, 0.975];
    const { series } = roundPlot(
      plot('linear', { label: 'a', x, y: [12.3456, 112.5, 87.654321], low: [10, 110, 80], high: [14, 260, 90] }),
    );
    expect(series).toEqual([{ label: 'a', x: [0.025, 0.123, 0.975], y: [12.3, 112.5, 87.7], low: [10, 110, 80], high: [14, 260, 90] }]);
  });

  test('has three significant digits on a logarithmic axis, in cells and where nothing varies', () => {
    const { series } = roundPlot(plot('log', { label: 'a', x: [1234.5, 0.00123456], y: [0.98765, 0.98765], z: [0.4567, 1] }));
    expect(series).toEqual([{ label: 'a', x: [1230, 0.00123], y: [0.988, 0.988], z: [0.457, 1] }]);
  });
});
