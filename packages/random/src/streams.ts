import type { RandomSource } from './random-source';
import { Sfc32 } from './sfc32';
import { Xoshiro128 } from './xoshiro128';

/** The seed of a generated data set: any safe integer. */
export type Seed = number;

/**
 * The stream of one event. Streams are independent, so an event that uses the stream of its index is the same regardless of other
 * events, chunks and threads.
 *
 * @param index any non-negative safe integer
 */
export function streamOf(seed: Seed, index: number): RandomSource {
  return new Sfc32(seed, index);
}

/** A new seed for a named part of a data set, such as a split: the same name gives the same seed, another name an unrelated one. */
export function deriveSeed(seed: Seed, name: string): Seed {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  const stream = streamOf(seed, hash >>> 0);
  return (stream.bits() >>> 11) * 2 ** 32 + stream.bits();
}

/** A stream for toys and simulated experiments, seeded by its name. */
export function namedStream(name: string): RandomSource {
  return new Xoshiro128(name);
}
