import { denseCodes, type IdColumn } from './dense-codes';

export interface IdJoin {
  /** Per given id: the row of the known ids that has it, -1 where none does. */
  rowOf: Int32Array;
  /** The first known row whose id an earlier row has already; null where all differ. */
  repeatedKnown: number | null;
}

/** Looks given ids up among known ones. O(known + given); compared as integers, never as doubles where either is 64-bit. */
export function joinIds(known: IdColumn, given: IdColumn): IdJoin {
  const { codes, firstRow } = denseCodes(concatenate(known, given));
  let repeatedKnown: number | null = null;
  for (let row = 0; row < known.length; row++) {
    if (firstRow[codes[row]!] === row) continue;
    repeatedKnown = row;
    break;
  }
  const rowOf = new Int32Array(given.length);
  for (let i = 0; i < given.length; i++) {
    const row = firstRow[codes[known.length + i]!]!;
    rowOf[i] = row < known.length ? row : -1;
  }
  return { rowOf, repeatedKnown };
}

/** Both columns as one, in the narrowest type that holds either. */
function concatenate(first: IdColumn, second: IdColumn): IdColumn {
  const length = first.length + second.length;
  if (first instanceof BigInt64Array || second instanceof BigInt64Array) {
    const all = new BigInt64Array(length);
    all.set(bigints(first));
    all.set(bigints(second), first.length);
    return all;
  }
  const all = first instanceof Int32Array && second instanceof Int32Array ? new Int32Array(length) : new Float64Array(length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

function bigints(ids: IdColumn): BigInt64Array {
  return ids instanceof BigInt64Array ? ids : BigInt64Array.from(ids, BigInt);
}
