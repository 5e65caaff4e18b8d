import { applyThreshold } from './selection';

const ids = BigInt64Array.of(7n, 8n, 9n, 10n);

describe('a score with a threshold', () => {
  it('selects scores of at least the threshold and ranks by the score, equal ones in the order of their rows', () => {
    const { rankOrder, classes } = applyThreshold(ids, Float64Array.of(0.9, 0.5, 0.9, 0.1), 0.5);
    expect(classes).toEqual(['s', 's', 's', 'b']);
    expect(Array.from(rankOrder)).toEqual([3, 2, 4, 1]);
  });

  it('must have one value for each event', () => {
    expect(() => applyThreshold(ids, Float64Array.of(1), 0.5)).toThrow('one score for each event');
  });
});
