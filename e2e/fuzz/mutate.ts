import type { RandomSource } from '@unblind/random';

const numbers = ['0', '-1', '1e999', '99999999999999999999', '2147483648', 'NaN', '0x10', '', '00', '-'];
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x20, 0x0a, 0x22, 0x2c];
/** Longer inputs only take longer. */
const mostBytes = 64 * 1024;

type Mutation = (bytes: Buffer, random: RandomSource, others: readonly Uint8Array[]) => Buffer;

const spliced = (bytes: Buffer, at: number, cut: number, put: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
const noise = (random: RandomSource, length: number): Buffer => Buffer.from(Array.from({ length }, () => random.integer(256)));
const copy = (bytes: Buffer, change: (copied: Buffer) => void): Buffer => {
  const copied = Buffer.from(bytes);
  change(copied);
  return copied;
};

const mutations: readonly Mutation[] = [
  (bytes, random) => copy(bytes, (to) => (to[random.integer(to.length)] = random.integer(256))),
  (bytes, random) => copy(bytes, (to) => (to[random.integer(to.length)] = edges[random.integer(edges.length)] ?? 0)),
  (bytes, random) => {
    const at = random.integer(bytes.length);
    return copy(bytes, (to) => (to[at] = (to[at] ?? 0) ^ (1 << random.integer(8))));
  },
  (bytes, random) => {
    if (bytes.length < 4) return bytes;
    const value = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, bytes.length][random.integer(6)] ?? 0;
    const at = random.integer(bytes.length - 3);
    return copy(bytes, (to) => (random.integer(2) === 0 ? to.writeUInt32LE(value, at) : to.writeUInt32BE(value, at)));
  },
  (bytes, random) => spliced(bytes, random.integer(bytes.length), 1 + random.integer(16), Buffer.alloc(0)),
  (bytes, random) => spliced(bytes, random.integer(bytes.length), 0, noise(random, 1 + random.integer(8))),
  (bytes, random) => {
    const at = random.integer(bytes.length);
    return spliced(bytes, random.integer(bytes.length), 0, bytes.subarray(at, at + 1 + random.integer(600)));
  },
  (bytes, random) => bytes.subarray(0, random.integer(bytes.length)),
  (bytes, random, others) => {
    const other = others[random.integer(others.length)] ?? bytes;
    return Buffer.concat([bytes.subarray(0, random.integer(bytes.length)), other.subarray(random.integer(other.length))]);
  },
  // A number that is written out becomes another one.
  (bytes, random) => {
    const runs = [...bytes.toString('latin1').matchAll(/\d+/g)];
    const run = runs[random.integer(Math.max(runs.length, 1))];
    return run ? spliced(bytes, run.index, run[0].length, Buffer.from(numbers[random.integer(numbers.length)] ?? '')) : bytes;
  },
];

const unchanged: Mutation = (bytes) => bytes;

/** A seed with one to four changes. */
export function mutated(seeds: readonly Uint8Array[], random: RandomSource): Buffer {
  let bytes: Buffer = Buffer.from(seeds[random.integer(seeds.length)] ?? []);
  for (let left = 1 + random.integer(4); left > 0 && bytes.length > 0; left--)
    bytes = (mutations[random.integer(mutations.length)] ?? unchanged)(bytes, random, seeds).subarray(0, mostBytes);
  return bytes;
}
