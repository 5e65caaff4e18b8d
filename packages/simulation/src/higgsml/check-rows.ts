import { angleLimit } from './angle-tables';
import * as column from './columns';

/**
 * Refuses a table that `applySystematics` cannot work on; a table is checked once, not in every pseudo-experiment.
 *
 * @param rows primary features [N, 16], row after row
 * @throws RangeError naming row and feature: a value that is not finite, an angle outside +-3.2 rad of an object that the event
 *   has, a number of jets that is none
 */
export function checkPrimaryRows(rows: Float32Array): void {
  const width = column.primaryFeatures.length;
  if (rows.length % width !== 0) throw new RangeError(`${rows.length} numbers are no rows of ${width}`);
  for (let at = 0; at < rows.length; at += width) {
    const refuse = (feature: number, expected: string) => {
      throw new RangeError(`row ${at / width}: ${column.primaryFeatures[feature]} must be ${expected}, not ${rows[at + feature]}`);
    };
    for (let feature = 0; feature < width; feature++) if (!Number.isFinite(rows[at + feature])) refuse(feature, 'finite');
    const jets = rows[at + column.jetCount]!;
    if (!(Number.isInteger(jets) && jets >= 0)) refuse(column.jetCount, 'a whole number of at least 0');
    for (const [feature, needed] of [
      [column.lepPhi, 0],
      [column.hadPhi, 0],
      [column.metPhi, 0],
      [column.leadingPhi, 1],
      [column.subleadingPhi, 2],
    ] as const) {
      if (jets >= needed && !(Math.abs(rows[at + feature]!) <= angleLimit / 1000)) refuse(feature, 'an angle in [-3.2, 3.2]');
    }
  }
}
