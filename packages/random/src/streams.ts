import { KeyedStream } from './keyed-stream';
import type { RandomSource } from './random-source';
import { Sfc32 } from './sfc32';
import { deriveKey, type StreamKey } from './stream-key';
import { Xoshiro128 } from './xoshiro128';

/** What a generated data set is made from: any safe integer where everybody may make it again, a key where nobody may. */
export type Seed = number | StreamKey;

/**
 * The stream of one event. Streams are independent, so an event that uses the stream of its index is the same regardless of other
 * events, chunks and threads.
 *
 * @param index any non-negative safe integer
 */
export function streamOf(seed: Seed, index: number): RandomSource {
  return typeof seed === 'number' ? new Sfc32(seed, index) : new KeyedStream(seed, index);
}

/** A new seed for a named part of a data set, such as a split: the same name gives the same seed, another name an unrelated one. */
export function deriveSeed(seed: Seed, name: string): Seed {
  if (typeof seed !== 'number') return deriveKey(seed, name);
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  const stream = streamOf(seed, hash >>> 0);
  return (stream.bits() >>> 11) * 2 ** 32 + stream.bits();
}

/** A stream for toys and simulated experiments, seeded by its name. */
export function namedStream(name: string): RandomSource {
  return new Xoshiro128(name);
}
