import type { Ladder } from '@unblind/contracts';
import fc from 'fast-check';
import { releaseByLadder } from './ladder';

const linear: Ladder = { ladder: 'linear', step: 0.1, grid: 0.05 };
const logarithmic: Ladder = { ladder: 'logarithmic', step: 0.2, grid: 0.1 };
const higher = (best: number | null, value: number | null, ladder = linear) =>
  releaseByLadder({ best, releases: 0, value, order: 'desc' }, ladder);
const lower = (best: number | null, value: number | null, ladder = linear) =>
  releaseByLadder({ best, releases: 0, value, order: 'asc' }, ladder);

describe('the Ladder', () => {
  it('shows the first value of an entrant, rounded to the grid', () => {
    expect(higher(null, 3.1415)).toBeCloseTo(3.15, 12);
    expect(lower(null, 0.021)).toBe(0);
  });

  it('shows a value that is better by the step, and nothing of a smaller improvement or a loss', () => {
    expect(higher(3, 3.0999)).toBeNull();
    expect(higher(3, 2)).toBeNull();
    expect(higher(3, 3.13)).toBeCloseTo(3.15, 12);
    expect(lower(3, 2.91)).toBeNull();
    expect(lower(3, 2.88)).toBeCloseTo(2.9, 12);
  });

  it('counts an improvement of exactly the step, whatever the rounding of its decimals', () => {
    expect(higher(0.6, 0.7)).toBeCloseTo(0.7, 12);
    expect(higher(0.3 - 0.1, 0.3)).toBeCloseTo(0.3, 12);
  });

  it('measures rejections and other ratios in their logarithm', () => {
    const shown = higher(null, 500, logarithmic)!;
    expect(Math.log(shown) / 0.1).toBeCloseTo(62, 9);
    expect(higher(shown, shown * 1.2, logarithmic)).toBeNull();
    expect(higher(shown, shown * 1.23, logarithmic)).toBeCloseTo(shown * Math.exp(0.2), 9);
  });

  it('shows an infinite value once, and never as a large number', () => {
    for (const ladder of [linear, logarithmic]) {
      expect(higher(5, Infinity, ladder)).toBe(Infinity);
      expect(higher(Infinity, Infinity, ladder)).toBeNull();
      expect(higher(Infinity, 5, ladder)).toBeNull();
      expect(higher(null, Infinity, ladder)).toBe(Infinity);
    }
    expect(lower(5, -Infinity)).toBe(-Infinity);
  });

  it('shows so many values of an entrant and no more, however they climb', () => {
    const climb = (ladder: Ladder) => {
      let shown: { best: number | null; releases: number } = { best: null, releases: 0 };
      for (let value = 0; value < 200; value++) {
        const released = releaseByLadder({ ...shown, value, order: 'desc' }, ladder);
        if (released !== null) shown = { best: released, releases: shown.releases + 1 };
      }
      return shown;
    };
    expect(climb(linear)).toEqual({ best: 19, releases: 20 });
    expect(climb({ ...linear, releases: 8 })).toEqual({ best: 7, releases: 8 });
  });

  it('shows nothing of an unscored or undefined value', () => {
    expect(higher(null, null)).toBeNull();
    expect(higher(3, NaN)).toBeNull();
  });

  it('takes zero and what is below it as zero on a logarithmic scale', () => {
    expect(higher(null, 0, logarithmic)).toBe(0);
    expect(higher(null, -1, logarithmic)).toBe(0);
    expect(higher(0, 2, logarithmic)).toBeCloseTo(Math.exp(0.7), 12);
    expect(lower(2, 0, logarithmic)).toBe(0);
  });
});

describe('for any values', () => {
  const ladders = fc
    .record({
      ladder: fc.constantFrom('linear' as const, 'logarithmic' as const),
      grid: fc.double({ min: 1e-4, max: 2, noNaN: true }),
      cells: fc.integer({ min: 1, max: 8 }),
    })
    .map(({ cells, ...ladder }) => ({ ...ladder, step: cells * ladder.grid, cells }));
  const values = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
  const orders = fc.constantFrom('asc' as const, 'desc' as const);
  const scale = ({ ladder }: Ladder, value: number) => (ladder === 'linear' ? value : Math.log(value));
  /** Of a value of up to 1e4 over a grid of at least 1e-4. */
  const tolerance = 1e-6;

  it('what is shown lies on the grid and improves by at least the step, and a smaller improvement shows nothing', () => {
    fc.assert(
      fc.property(ladders, orders, fc.array(values, { minLength: 1, maxLength: 30 }), (ladder, order, sent) => {
        let best: number | null = null;
        for (const value of sent) {
          const released = releaseByLadder({ best, releases: 0, value, order }, ladder);
          const gain: number = best === null ? Infinity : (order === 'desc' ? 1 : -1) * (scale(ladder, value) - scale(ladder, best));
          if (released === null) {
            expect(gain).toBeLessThan(ladder.step + tolerance);
            continue;
          }
          const cell = scale(ladder, released) / ladder.grid;
          expect(Math.abs(cell - Math.round(cell))).toBeLessThan(tolerance);
          expect(gain).toBeGreaterThan(ladder.step - tolerance);
          if (best !== null) {
            const shownGain = (order === 'desc' ? 1 : -1) * (scale(ladder, released) - scale(ladder, best));
            expect(shownGain).toBeGreaterThan(ladder.step - tolerance);
          }
          best = released;
        }
      }),
    );
  });

  it('nothing can be learnt from a value that was shown: sending it again shows nothing', () => {
    fc.assert(
      fc.property(ladders, orders, values, (ladder, order, value) => {
        const best = releaseByLadder({ best: null, releases: 0, value, order }, ladder);
        return releaseByLadder({ best, releases: 0, value, order }, ladder) === null;
      }),
    );
  });

  it('the number of values shown is bounded by the steps between the worst and the best, however many are sent', () => {
    fc.assert(
      fc.property(ladders, orders, fc.array(values, { minLength: 1, maxLength: 60 }), (ladder, order, sent) => {
        let best: number | null = null;
        let shown = 0;
        for (const value of sent) {
          const released = releaseByLadder({ best, releases: 0, value, order }, ladder);
          if (released === null) continue;
          best = released;
          shown++;
        }
        const all = sent.map((value) => scale(ladder, value));
        expect(shown).toBeLessThanOrEqual(1 + (Math.max(...all) - Math.min(...all) + ladder.grid) / ladder.step + tolerance);
      }),
    );
  });
});
