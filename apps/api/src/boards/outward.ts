import type { Ladder } from '@unblind/contracts';

/** In steps of the grid: a bound that is on the grid but for rounding in double precision stays where it is. */
const tolerance = 1e-9;

/** An interval rounded outward to a board's grid, so that its bounds tell no more than the value does. */
export function outward({ low, high }: { low: number | null; high: number | null }, { ladder, grid }: Ladder) {
  const place = (bound: number, round: (steps: number) => number): number | null => {
    const linear = ladder === 'linear';
    const exact = (linear ? bound : Math.log(bound)) / grid;
    const nearest = Math.round(exact);
    const steps = Math.abs(exact - nearest) < tolerance ? nearest : round(exact);
    // Twelve digits leave no trace of the bound in the last bits.
    const value = Number((linear ? steps * grid : Math.exp(steps * grid)).toPrecision(12));
    return Number.isFinite(value) && (linear || bound > 0) ? value : null;
  };
  return { low: low === null ? null : place(low, Math.floor), high: high === null ? null : place(high, Math.ceil) };
}
