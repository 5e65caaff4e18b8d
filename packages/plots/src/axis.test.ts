import { categoryAxis, fixedAxis, makeAxis } from './axis';
import type { Axis } from './axis';

const numbered = ({ ticks }: Axis): number[] => ticks.filter(({ label }) => label).map(({ value }) => value);
const labels = ({ ticks }: Axis): string[] =>
  ticks.flatMap(({ label }) => label?.map(({ text, place }) => (place === 'raised' ? `^${text}` : text)).join('') ?? []);

describe('plot axes', () => {
  test('a linear axis ends on round ticks that hold all values', () => {
    const axis = makeAxis([3, 97], 'linear');
    expect(numbered(axis)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(axis.at(50)).toBe(0.5);
  });
  test('a probability keeps its ends', () => expect(makeAxis([0, 1], 'linear')).toMatchObject({ min: 0, max: 1 }));
  test('numbers are not spoilt by rounding, and have the same decimals all along', () => {
    expect(labels(makeAxis([0, 0.3], 'linear', 3))).toEqual(['0.0', '0.1', '0.2', '0.3']);
    expect(labels(makeAxis([-1, 0.9], 'linear'))).toEqual(['−1.0', '−0.5', '0.0', '0.5', '1.0']);
  });
  test('large numbers bear a prefix, small ones a power of ten', () => {
    expect(labels(makeAxis([0, 2.2e7], 'linear'))).toEqual(['0', '5M', '10M', '15M', '20M', '25M']);
    expect(labels(makeAxis([0, 2e-5], 'linear', 4))).toEqual(['0', '0.5×10^−5', '1×10^−5', '1.5×10^−5', '2×10^−5']);
  });
  test('a logarithmic axis spans whole decades and leaves out what it has no place for', () => {
    const axis = makeAxis([0, 0.002, 3], 'log');
    expect(labels(axis)).toEqual(['10^−3', '10^−2', '0.1', '1', '10']);
    expect(axis.at(1)).toBeCloseTo(0.75, 12);
    expect([axis.at(0), axis.at(-1)].some(Number.isFinite)).toBe(false);
  });
  test('between powers of ten stand the eight multiples, at their logarithms', () => {
    const axis = makeAxis([1, 100], 'log');
    expect(axis.ticks.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(axis.at(20)).toBeCloseTo(Math.log10(20) / 2, 12);
  });
  test('within one decade two multiples have their number too', () => {
    expect(labels(makeAxis([1200, 8000], 'log'))).toEqual(['10^3', '2×10^3', '5×10^3', '10^4']);
  });
  test('many decades are numbered sparsely, and all ticked', () => {
    const axis = makeAxis([1, 1e12], 'log');
    expect(numbered(axis)).toHaveLength(7);
    expect(axis.ticks).toHaveLength(13);
  });
  test('one value, or none, still gives an axis', () => {
    expect(makeAxis([5], 'linear').max).toBeGreaterThan(5 - 1e-9);
    expect(makeAxis([-5], 'linear')).toMatchObject({ min: -5, max: 0 });
    expect(makeAxis([], 'log').ticks.length).toBeGreaterThan(1);
    expect(makeAxis([NaN, Infinity], 'linear')).toMatchObject({ min: 0, max: 1 });
  });
  test('names have equal room, from either end', () => {
    const names = ['a', 'b', 'c', 'd'];
    const places = (axis: Axis) => axis.ticks.map(({ value }) => axis.at(value));
    expect(places(categoryAxis(names, 'high'))).toEqual([0.875, 0.625, 0.375, 0.125]);
    expect(places(categoryAxis(names, 'low'))).toEqual([0.125, 0.375, 0.625, 0.875]);
    expect(labels(categoryAxis(names, 'low'))).toEqual(names);
  });
  test('a given range is kept, with the round numbers in it', () => {
    expect(numbered(fixedAxis(-1480, 1480))).toEqual([-1000, -500, 0, 500, 1000]);
    const axis = fixedAxis(540, 660);
    expect([axis.min, axis.max, numbered(axis)]).toEqual([540, 660, [540, 560, 580, 600, 620, 640, 660]]);
  });
});
