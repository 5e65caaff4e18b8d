import { withContention } from './contention';

const ratio = { name: 'ratio', value: 4, low: 3.9, high: 4.2, method: 'block-bootstrap', replicates: Float64Array.of(3.9, 4, 4.2) };

test('an interval of a ratio allows for what other processes did to the caches, and its replicates with it', () => {
  const busy = withContention(ratio, 0.5);
  expect(busy.low).toBeCloseTo(3.9 - 0.24, 12);
  expect(busy.high).toBeCloseTo(4.2 + 0.24, 12);
  expect(busy.note).toContain('50 % of the core');
  // Stretched around the value by 0.78 / 0.3.
  [4 - 0.26, 4, 4 + 0.52].forEach((expected, i) => expect(busy.replicates?.[i]).toBeCloseTo(expected, 12));
});

test('a quiet machine, and a value without an interval, are left alone', () => {
  expect(withContention(ratio, 0.01)).toBe(ratio);
  const single = { ...ratio, low: null, high: null, replicates: null };
  expect(withContention(single, 0.5)).toBe(single);
});
