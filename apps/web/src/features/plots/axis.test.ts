import { categoryAxis, makeAxis, tickLabel } from './axis';

describe('plot axes', () => {
  test('a linear axis ends on round ticks that hold all values', () => {
    const axis = makeAxis([3, 97], 'linear');
    expect(axis.ticks).toEqual([0, 20, 40, 60, 80, 100]);
    expect(axis.at(50)).toBe(0.5);
  });
  test('a probability keeps its ends', () => expect(makeAxis([0, 1], 'linear')).toMatchObject({ min: 0, max: 1 }));
  test('steps of a tenth are not spoilt by rounding', () => expect(makeAxis([0, 0.3], 'linear').ticks).toEqual([0, 0.1, 0.2, 0.3]));
  test('a logarithmic axis spans whole decades and leaves out what it has no place for', () => {
    const axis = makeAxis([0, 0.002, 3], 'log');
    const labels = axis.ticks.map((tick) => tickLabel(tick, axis)).map(({ base, exponent }) => base + (exponent ?? ''));
    expect(labels).toEqual(['10−3', '10−2', '0.1', '1', '10']);
    expect(axis.at(1)).toBeCloseTo(0.75, 12);
  });
  test('many decades are ticked sparsely', () => expect(makeAxis([1, 1e12], 'log').ticks).toHaveLength(7));
  test('one value, or none, still gives an axis', () => {
    expect(makeAxis([5], 'linear').max).toBeGreaterThan(5 - 1e-9);
    expect(makeAxis([], 'log').ticks.length).toBeGreaterThan(1);
  });
  test('names have equal room, the first at the top', () => {
    const axis = categoryAxis(4);
    expect(axis.ticks.map(axis.at)).toEqual([0.875, 0.625, 0.375, 0.125]);
  });
});
