import type { TrackerConditions } from '../conditions';

/** One systematic shift of the tracker, mm and fractions. */
export type TrackerShift =
  | { shift: 'misalignment'; sigma: number }
  | { shift: 'dead-modules'; fraction: number }
  | { shift: 'extra-noise'; noise: number }
  | { shift: 'beam-spot'; x: number; y: number; z: number };

/** The conditions under a shift; the events are then made again with the same seed. @throws RangeError for invalid fractions */
export function shiftTracker(conditions: TrackerConditions, shift: TrackerShift): TrackerConditions {
  switch (shift.shift) {
    case 'misalignment':
      return { ...conditions, misalignment: shift.sigma };
    case 'dead-modules':
      return { ...conditions, deadModules: fraction(shift.fraction) };
    case 'extra-noise':
      return { ...conditions, noise: fraction(shift.noise) };
    case 'beam-spot': {
      const { x, y, z } = conditions.beamSpot;
      return { ...conditions, beamSpot: { ...conditions.beamSpot, x: x + shift.x, y: y + shift.y, z: z + shift.z } };
    }
  }
}

function fraction(value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new RangeError(`a fraction must be at least 0 and below 1, not ${value}`);
}
