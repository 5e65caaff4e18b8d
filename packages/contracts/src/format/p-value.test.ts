import { pValueText } from './p-value';

test('a p-value at the least that its replicates can give is told as one below it', () => {
  expect(pValueText(2 / 201, 2 / 201)).toBe('p < 0.01');
  // 100 replicates.
  expect(pValueText(2 / 101, 2 / 101)).toBe('p < 0.02');
  expect(pValueText(0.0344, 2 / 201)).toBe('p = 0.034');
  expect(pValueText(NaN, 0.01)).toBe('not tested');
});
