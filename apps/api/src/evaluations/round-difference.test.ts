import { roundDifference } from './round-difference';

const rounded = (difference: number, low: number | null, high: number | null, pValue = 0.123456) =>
  roundDifference({ name: 'auc', part: 'diagnostic', difference, low, high, pValue });

test('value and bounds keep two significant digits of the error, whatever its size', () => {
  expect(rounded(0.012345678, 0.0112345, 0.0134567)).toMatchObject({ difference: 0.0123, low: 0.0112, high: 0.0135, pValue: 0.12 });
  expect(rounded(1234.5678, 1111.1, 1358.2)).toMatchObject({ difference: 1230, low: 1110, high: 1360 });
  expect(rounded(-0.5, -0.5996, -0.4004)).toMatchObject({ difference: -0.5, low: -0.6, high: -0.4 });
});

test('a missing or vanishing error leaves two digits of the value, and nothing finer', () => {
  expect(rounded(0.0205678, 0.0205678, 0.0205678)).toMatchObject({ difference: 0.021, low: 0.021, high: 0.021 });
  expect(rounded(12.3456, null, null)).toMatchObject({ difference: 12, low: null, high: null });
  expect(rounded(12.3456, 11.9, null)).toMatchObject({ difference: 12.35, low: 11.9, high: null });
  expect(rounded(0, 0, 0, 1)).toMatchObject({ difference: 0, low: 0, high: 0, pValue: 1 });
});
