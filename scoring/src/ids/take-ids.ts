import type { IdColumn } from './dense-codes';

/** The ids of some rows. */
export function takeIds(ids: IdColumn, rows: Int32Array): IdColumn {
  if (ids instanceof BigInt64Array) return takeBigInts(ids, rows);
  const taken = ids instanceof Int32Array ? new Int32Array(rows.length) : new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = ids[rows[i]!]!;
  return taken;
}

export function takeBigInts(ids: BigInt64Array, rows: Int32Array): BigInt64Array {
  const taken = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = ids[rows[i]!]!;
  return taken;
}
