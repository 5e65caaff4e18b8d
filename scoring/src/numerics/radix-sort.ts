const digitBits = 11;
const buckets = 1 << digitBits;

/**
 * The order that sorts values from the largest to the smallest: order[0] is the index of the largest. Stable: equal
 * values (+0 and -0 are equal) keep their order of appearance. NaN is not allowed; the caller has refused it.
 *
 * A least-significant-digit radix sort on the bit pattern, 2 passes for float32 and up to 6 for float64 (passes in
 * which all keys share the digit are skipped). O(n).
 *
 * @param scratch as long as the values; overwritten, where the caller has a use for its memory afterwards
 */
export function sortDescending(values: Float32Array | Float64Array, scratch = new Uint32Array(values.length)): Uint32Array {
  if (values instanceof Float32Array) return sort32(values, scratch);
  let order: Uint32Array = scratch;
  for (let i = 0; i < order.length; i++) order[i] = i;
  const { low, high } = keysOf64(values);
  order = sortByWord(low, order);
  for (let j = 0; j < order.length; j++) low[j] = high[order[j]!]!;
  return sortByWord(low, order);
}

/** Two passes of 16 bits. A key is computed where it is read, so that all buffers together take 10 bytes a value. */
function sort32(values: Float32Array, byLow: Uint32Array): Uint32Array {
  const count = values.length;
  const words = new Uint32Array(values.buffer, values.byteOffset, count);
  const low = new Uint32Array(1 << 16);
  const high = new Uint32Array(1 << 16);
  for (let i = 0; i < count; i++) {
    const key = keyOf32(words[i]!);
    low[key & 0xffff]!++;
    high[key >>> 16]!++;
  }
  toStarts(low);
  toStarts(high);
  const rest = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const key = keyOf32(words[i]!);
    const position = low[key & 0xffff]!++;
    byLow[position] = i;
    rest[position] = key >>> 16;
  }
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[high[rest[i]!]!++] = byLow[i]!;
  return order;
}

/** From how many keys have a digit to where the first of them goes. */
function toStarts(counts: Uint32Array): void {
  let start = 0;
  for (let digit = 0; digit < counts.length; digit++) {
    const inBucket = counts[digit]!;
    counts[digit] = start;
    start += inBucket;
  }
}

interface KeyedOrder {
  readonly keys: Uint32Array;
  readonly order: Uint32Array;
}

/** Sorts positions by 32-bit keys. Keys travel with the order, so that every pass reads memory in sequence. */
function sortByWord(keys: Uint32Array, order: Uint32Array): Uint32Array {
  let from: KeyedOrder = { keys, order };
  let to: KeyedOrder = { keys: new Uint32Array(keys.length), order: new Uint32Array(keys.length) };
  for (let shift = 0; shift < 32; shift += digitBits) {
    if (scatter(from, to, shift)) [from, to] = [to, from];
  }
  return from.order;
}

/** One counting pass; false (and nothing written) when every key has the same digit. */
function scatter(from: KeyedOrder, to: KeyedOrder, shift: number): boolean {
  const { keys, order } = from;
  const { keys: sortedKeys, order: sortedOrder } = to;
  const offsets = new Uint32Array(buckets);
  const count = keys.length;
  for (let i = 0; i < count; i++) offsets[(keys[i]! >>> shift) & (buckets - 1)]!++;
  let start = 0;
  for (let digit = 0; digit < buckets; digit++) {
    const inBucket = offsets[digit]!;
    if (inBucket === count) return false;
    offsets[digit] = start;
    start += inBucket;
  }
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    const position = offsets[(key >>> shift) & (buckets - 1)]!++;
    sortedKeys[position] = key;
    sortedOrder[position] = order[i]!;
  }
  return true;
}

/** Bits whose unsigned order is the descending order of the floats: positive floats are inverted, negative kept. */
function keyOf32(word: number): number {
  return word >>> 31 === 0 ? ~word & 0x7fffffff : word === 0x80000000 ? 0x7fffffff : word;
}

function keysOf64(values: Float64Array): { low: Uint32Array; high: Uint32Array } {
  const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  for (let i = 0; i < low.length; i++) {
    const lowWord = bits[2 * i]!;
    const highWord = bits[2 * i + 1]!;
    const minusZero = highWord === 0x80000000 && lowWord === 0;
    if (highWord >>> 31 === 0 || minusZero) {
      low[i] = ~lowWord;
      high[i] = minusZero ? 0x7fffffff : ~highWord & 0x7fffffff;
    } else {
      low[i] = lowWord;
      high[i] = highWord;
    }
  }
  return { low, high };
}
