import type { RandomSource } from './random-source';
import { Sfc32 } from './sfc32';
import { Xoshiro128 } from './xoshiro128';

/** What a data set is generated from: any safe integer. */
export type Seed = number;

/**
 * The stream of one event. Two streams are independent: an event that draws from the stream of its own index comes out the same
 * whatever was generated before it, in whichever chunk or thread.
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

/** A stream for toys and simulated experiments that is known by its name. */
export function namedStream(name: string): RandomSource {
  return new Xoshiro128(name);
}
