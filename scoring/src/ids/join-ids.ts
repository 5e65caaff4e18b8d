import { denseCodes, type IdColumn } from './dense-codes';

export interface IdJoin {
  /** For each given id, the row of the known ids that has it, or -1. */
  rowOf: Int32Array;
  /** The first known row whose id also occurs in an earlier row; null if all ids differ. */
  repeatedKnown: number | null;
}

/**
 * Looks up given ids among known ids. They are compared as 64-bit integers if either column is 64-bit. O(known + given).
 *
 * @param known, given whole numbers
 */
export function joinIds(known: IdColumn, given: IdColumn): IdJoin {
  if (known instanceof BigInt64Array || given instanceof BigInt64Array) return joinByCodes(bigints(known), bigints(given));
  return joinByTable(known, given) ?? joinByCodes(bigints(known), bigints(given));
}

type NumberColumn = Exclude<IdColumn, BigInt64Array>;

/** Uses a table from id to row; null if the range of known ids is more than a few times their number. */
function joinByTable(known: NumberColumn, given: NumberColumn): IdJoin | null {
  if (known.length === 0) return { rowOf: new Int32Array(given.length).fill(-1), repeatedKnown: null };
  let lowest = known[0]!;
  let highest = lowest;
  for (let row = 1; row < known.length; row++) {
    const id = known[row]!;
    if (id < lowest) lowest = id;
    else if (id > highest) highest = id;
  }
  const span = highest - lowest + 1;
  if (span > 4 * known.length + 1024) return null;
  // Rows are stored as row + 1; 0 means that no row has the id.
  const rowAt = new Int32Array(span);
  let repeatedKnown: number | null = null;
  for (let row = 0; row < known.length; row++) {
    const at = known[row]! - lowest;
    if (rowAt[at] === 0) rowAt[at] = row + 1;
    else repeatedKnown ??= row;
  }
  const rowOf = new Int32Array(given.length);
  for (let i = 0; i < given.length; i++) {
    const at = given[i]! - lowest;
    rowOf[i] = at >= 0 && at < span ? rowAt[at]! - 1 : -1;
  }
  return { rowOf, repeatedKnown };
}

function joinByCodes(known: BigInt64Array, given: BigInt64Array): IdJoin {
  const all = new BigInt64Array(known.length + given.length);
  all.set(known);
  all.set(given, known.length);
  const { codes, firstRow } = denseCodes(all);
  const repeated = codes.subarray(0, known.length).findIndex((code, row) => firstRow[code] !== row);
  const rowOf = codes.slice(known.length).map((code) => (firstRow[code]! < known.length ? firstRow[code]! : -1));
  return { rowOf, repeatedKnown: repeated < 0 ? null : repeated };
}

function bigints(ids: IdColumn): BigInt64Array {
  return ids instanceof BigInt64Array ? ids : BigInt64Array.from(ids, BigInt);
}
