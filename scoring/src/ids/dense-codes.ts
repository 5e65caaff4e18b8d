/** A column of integer ids. 64-bit ids (TrackML's particle_id) are bigints, because doubles hold only 53 bits. */
export type IdColumn = BigInt64Array | Int32Array | Uint32Array | Float64Array;

export interface IdCodes {
  /** For each row, the rank of its id among the distinct ids; 0 for the smallest. */
  codes: Int32Array;
  /** For each code, the first row that has it. */
  firstRow: Int32Array;
}

/**
 * Dense codes 0..n-1 of ids in ascending (signed) order, so that the lowest id has the lowest code. A Float64Array must hold
 * integers of at most 2^53.
 *
 * Uses counting if the ids span a small range (as hit and track ids do), else a hash table, else a radix sort of the two 32-bit words.
 * If a submission chooses colliding track ids, the table gives up instead of taking quadratic time. O(rows).
 */
export function denseCodes(ids: IdColumn): IdCodes {
  if (ids.length === 0) return { codes: new Int32Array(0), firstRow: new Int32Array(0) };
  if (!(ids instanceof BigInt64Array)) {
    const counted = codesByCounting(ids);
    if (counted) return counted;
  }
  const words = idWords(ids);
  return codesByHashing(words) ?? codesBySorting(words);
}

/** Null if the range of ids is more than a few times their number. */
function codesByCounting(ids: Int32Array | Uint32Array | Float64Array): IdCodes | null {
  const rows = ids.length;
  let lowest = ids[0]!;
  let highest = lowest;
  for (let i = 1; i < rows; i++) {
    const id = ids[i]!;
    if (id < lowest) lowest = id;
    else if (id > highest) highest = id;
  }
  const span = highest - lowest + 1;
  if (span > 4 * rows + 1024) return null;
  const codeOf = new Int32Array(span);
  for (let i = rows - 1; i >= 0; i--) codeOf[ids[i]! - lowest] = i + 1;
  const firstRow = new Int32Array(Math.min(span, rows));
  let count = 0;
  for (let value = 0; value < span; value++) {
    if (codeOf[value] === 0) continue;
    firstRow[count] = codeOf[value]! - 1;
    codeOf[value] = count++;
  }
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) codes[i] = codeOf[ids[i]! - lowest]!;
  return { codes, firstRow: firstRow.subarray(0, count) };
}

/** Each id as (low word, high word) of its two's complement. */
function idWords(ids: IdColumn): Uint32Array {
  if (ids instanceof BigInt64Array) return new Uint32Array(ids.buffer, ids.byteOffset, 2 * ids.length);
  const words = new Uint32Array(2 * ids.length);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    words[2 * i] = id;
    words[2 * i + 1] = Math.floor(id / 4294967296);
  }
  return words;
}

/** Finds the distinct ids with a hash table (open addressing), then sorts only those; null after too many collisions. */
function codesByHashing(words: Uint32Array): IdCodes | null {
  const rows = words.length >>> 1;
  const bits = 33 - Math.clz32(rows);
  const table = new Int32Array(1 << bits);
  const mask = table.length - 1;
  const codes = new Int32Array(rows);
  const firstRow = new Int32Array(rows);
  let distinct = 0;
  let collisionsLeft = 4 * rows + 64;
  for (let row = 0; row < rows; row++) {
    const low = words[2 * row]!;
    const high = words[2 * row + 1]!;
    let slot =
      Math.imul(Math.imul(low, 0x85ebca6b) ^ (low >>> 15) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35), 0x9e3779b1) >>> (32 - bits);
    for (;;) {
      const code = table[slot]! - 1;
      if (code < 0) {
        firstRow[distinct] = row;
        codes[row] = distinct;
        table[slot] = ++distinct;
        break;
      }
      const first = firstRow[code]!;
      if (words[2 * first] === low && words[2 * first + 1] === high) {
        codes[row] = code;
        break;
      }
      if (collisionsLeft-- === 0) return null;
      slot = (slot + 1) & mask;
    }
  }
  const distinctWords = new Uint32Array(2 * distinct);
  for (let code = 0; code < distinct; code++) {
    distinctWords[2 * code] = words[2 * firstRow[code]!]!;
    distinctWords[2 * code + 1] = words[2 * firstRow[code]! + 1]!;
  }
  const ranks = codesBySorting(distinctWords);
  for (let row = 0; row < rows; row++) codes[row] = ranks.codes[codes[row]!]!;
  return { codes, firstRow: ranks.firstRow.map((code) => firstRow[code]!) };
}

const digitBits = 11;
const buckets = 1 << digitBits;
const digitsPerWord = 3;

function codesBySorting(words: Uint32Array): IdCodes {
  const rows = words.length >>> 1;
  const counts = digitCounts(words);
  let order = new Int32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  let scratch = new Int32Array(rows);
  for (let digit = 0; digit < 2 * digitsPerWord; digit++) {
    const offsets = counts.subarray(digit * buckets, (digit + 1) * buckets);
    if (!toOffsets(offsets, rows)) continue;
    scatter(words, digit, offsets, { from: order, to: scratch });
    [order, scratch] = [scratch, order];
  }
  const codes = new Int32Array(rows);
  const firstRow = scratch;
  let code = -1;
  let low = 0;
  let high = 0;
  for (let i = 0; i < rows; i++) {
    const row = order[i]!;
    if (i === 0 || words[2 * row] !== low || words[2 * row + 1] !== high) {
      // The sort is stable: the first of equal ids is the first row that has it.
      firstRow[++code] = row;
      low = words[2 * row]!;
      high = words[2 * row + 1]!;
    }
    codes[row] = code;
  }
  return { codes, firstRow: firstRow.slice(0, code + 1) };
}

/** The count of each value of each digit; the sign bit is flipped so that negative ids sort below positive ones. */
function digitCounts(words: Uint32Array): Int32Array {
  const counts = new Int32Array(2 * digitsPerWord * buckets);
  for (let i = 0; i < words.length; i += 2) {
    const low = words[i]!;
    const high = words[i + 1]! ^ 0x80000000;
    counts[low & 2047]!++;
    counts[buckets + ((low >>> 11) & 2047)]!++;
    counts[2 * buckets + (low >>> 22)]!++;
    counts[3 * buckets + (high & 2047)]!++;
    counts[4 * buckets + ((high >>> 11) & 2047)]!++;
    counts[5 * buckets + (high >>> 22)]!++;
  }
  return counts;
}

/** Converts counts into the position of each bucket's first row; false if all rows share the digit. */
function toOffsets(counts: Int32Array, rows: number): boolean {
  let start = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const inBucket = counts[bucket]!;
    if (inBucket === rows) return false;
    counts[bucket] = start;
    start += inBucket;
  }
  return true;
}

/** Moves the rows into the buckets of a digit; `offsets` advances. */
function scatter(words: Uint32Array, digit: number, offsets: Int32Array, { from, to }: { from: Int32Array; to: Int32Array }): void {
  const word = digit < digitsPerWord ? 0 : 1;
  const shift = (digit % digitsPerWord) * digitBits;
  const flip = word === 0 ? 0 : 0x80000000;
  for (let i = 0; i < from.length; i++) {
    const row = from[i]!;
    to[offsets[((words[2 * row + word]! ^ flip) >>> shift) & 2047]!++] = row;
  }
}
