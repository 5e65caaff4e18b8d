import { angleLimit } from './rounded-numbers';
import * as column from './columns';

/** A table of events for any number of pseudo-experiments, prepared once so that shifts need no trigonometric functions. */
export interface PreparedEvents {
  /** Primary features [N, 16], row after row. */
  readonly rows: Float32Array;
  /** Transverse components in GeV [N, 6]: x and y of the missing momentum, of the tau, and of the two jets together. */
  readonly momenta: Float64Array;
}

export const rowWidth = column.primaryFeatures.length;
export const momentaWidth = 6;

/**
 * @param rows primary features [N, 16], row after row; kept, not copied
 * @throws RangeError naming row and feature: a value that is not finite, an angle outside +-3.2 rad of an object that the event
 *   has, a number of jets that is none
 */
export function prepareEvents(rows: Float32Array): PreparedEvents {
  if (rows.length % rowWidth !== 0) throw new RangeError(`${rows.length} numbers are no rows of ${rowWidth}`);
  const momenta = new Float64Array((rows.length / rowWidth) * momentaWidth);
  for (let at = 0, to = 0; at < rows.length; at += rowWidth, to += momentaWidth) {
    checkRow(rows, at);
    const add = (pt: number, phi: number, place: number) => addMomentum(rows[at + pt]!, rows[at + phi]!, momenta, to + place);
    add(column.metColumn, column.metPhiColumn, 0);
    add(column.hadPtColumn, column.hadPhiColumn, 2);
    const jets = rows[at + column.jetCountColumn]!;
    if (jets > 0) add(column.leadingPtColumn, column.leadingPhiColumn, 4);
    if (jets > 1) add(column.subleadingPtColumn, column.subleadingPhiColumn, 4);
  }
  return { rows, momenta };
}

function addMomentum(pt: number, phi: number, momenta: Float64Array, to: number): void {
  momenta[to]! += pt * Math.cos(phi);
  momenta[to + 1]! += pt * Math.sin(phi);
}

const directions = [
  { feature: column.lepPhiColumn, jets: 0 },
  { feature: column.hadPhiColumn, jets: 0 },
  { feature: column.metPhiColumn, jets: 0 },
  { feature: column.leadingPhiColumn, jets: 1 },
  { feature: column.subleadingPhiColumn, jets: 2 },
];

function checkRow(rows: Float32Array, at: number): void {
  const refuse = (feature: number, expected: string) => {
    throw new RangeError(`row ${at / rowWidth}: ${column.primaryFeatures[feature]} must be ${expected}, not ${rows[at + feature]}`);
  };
  for (let feature = 0; feature < rowWidth; feature++) if (!Number.isFinite(rows[at + feature])) refuse(feature, 'finite');
  const count = rows[at + column.jetCountColumn]!;
  if (!(Number.isInteger(count) && count >= 0)) refuse(column.jetCountColumn, 'a whole number of at least 0');
  for (const { feature, jets } of directions) {
    if (count >= jets && !(Math.abs(rows[at + feature]!) <= angleLimit / 1000)) refuse(feature, 'an angle in [-3.2, 3.2]');
  }
}
