import { disagree } from './disagreement';

const measured = (value: number | null, low: number | null, high: number | null) => ({ value, low, high });

describe('two measurements of one metric', () => {
  it('disagree beyond three sigma of both in quadrature, in either order', () => {
    const [a, b] = [measured(1, 0.7, 1.3), measured(3.4, 3, 3.6)];
    // The sides that face each other: 0.3 and 0.4, so 0.5; the difference is 4.8 of it.
    expect([disagree(a, b), disagree(b, a)]).toEqual([true, true]);
    const near = measured(2.4, 2, 2.6);
    expect([disagree(a, near), disagree(near, a)]).toEqual([false, false]);
  });

  it('agree where nothing is known of the error, or a value is missing', () => {
    expect(disagree(measured(1, 0.9, null), measured(9, 8, 10))).toBe(false);
    expect(disagree(measured(null, null, null), measured(9, 8, 10))).toBe(false);
    expect(disagree(measured(1, 0.9, 1.1), measured(9, null, 10))).toBe(false);
  });
});
