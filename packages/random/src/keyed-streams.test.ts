import { createCipheriv, hkdfSync } from 'node:crypto';
import { deriveKey, streamKey } from './stream-key';
import { deriveSeed, streamOf } from './streams';

const key = streamKey(Uint8Array.from({ length: 32 }, (_, i) => i));
const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);

/** The counter of a stream begins with its number. */
function reference(number: bigint, words: number): number[] {
  const counter = Buffer.alloc(16);
  counter.writeBigUInt64BE(number);
  const bytes = createCipheriv('aes-256-ctr', Buffer.from(key.hex, 'hex'), counter).update(Buffer.alloc(4 * words));
  return Array.from({ length: words }, (_, at) => bytes.readUInt32LE(4 * at));
}

describe('the stream of a key', () => {
  it('is AES-256 in counter mode, also where it is refilled and for numbers above 2^32', () => {
    for (const number of [0, 1, 123_456, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER]) {
      const stream = streamOf(key, number);
      expect(draws(5000, () => stream.bits())).toEqual(reference(BigInt(number), 5000));
    }
  });

  // Written down once: data sets that exist are made again to the bit only while these stay.
  it('draws the numbers of the day it was written', () => {
    const stream = streamOf(key, 1);
    expect(draws(4, () => stream.bits())).toEqual([4023721297, 2099996826, 3364986788, 3279572844]);
    expect(draws(2, () => stream.uniform())).toEqual([0.9345210401911427, 0.509939380288155]);
    expect(draws(2, () => stream.normal())).toEqual([-0.23260951505778354, 2.4621746562820612]);
    expect([stream.poisson(5), stream.integer(1000)]).toEqual([6, 917]);
    expect(deriveSeed(key, 'train')).toEqual({ hex: '9ac32d5011a166906fc10336db4a993fccc44e72faf290c6830d41fe8a6d6207' });
  });

  it('does not depend on which streams of which keys are drawn from meanwhile', () => {
    const other = deriveKey(key, 'other');
    const alone = streamOf(key, 3);
    const expected = draws(300, () => alone.bits());
    const [mixed, between, ofOther] = [streamOf(key, 3), streamOf(key, 4), streamOf(other, 3)];
    const seen = draws(300, () => {
      between.bits();
      ofOther.bits();
      return mixed.bits();
    });
    expect(seen).toEqual(expected);
    for (let number = 0; number < 200; number++) streamOf(deriveKey(key, `many/${number}`), 0).bits();
    const again = streamOf(key, 3);
    expect(draws(300, () => again.bits())).toEqual(expected);
  });

  it('is uniform: flat within four standard deviations in 64 bins, also across the first draws of neighbouring streams', () => {
    const count = 64_000;
    const within = streamOf(key, 0);
    let number = 0;
    for (const draw of [() => within.uniform(), () => streamOf(key, number++).uniform()]) {
      const bins = new Array<number>(64).fill(0);
      for (let i = 0; i < count; i++) bins[Math.floor(draw() * 64)]!++;
      const chiSquare = bins.reduce((sum, inBin) => sum + (inBin - count / 64) ** 2 / (count / 64), 0);
      expect(Math.abs(chiSquare - 63)).toBeLessThan(4 * Math.sqrt(2 * 63));
    }
  });

  it('is refused for numbers that are none, and for texts that are no key, which it does not repeat', () => {
    expect(() => streamOf(key, -1)).toThrow(RangeError);
    expect(() => streamOf(key, 0.5)).toThrow(RangeError);
    expect(() => streamOf({ hex: 'abcd' }, 0)).toThrow('a key is written with 64 hexadecimal digits');
    expect(() => streamKey(new Uint8Array(16))).toThrow('a key has 32 bytes, not 16');
  });
});

describe('the key of a part', () => {
  it('is HKDF-SHA256 of the whole key and the name, all 256 bits of it', () => {
    const bytes = Buffer.from(hkdfSync('sha256', Buffer.from(key.hex, 'hex'), '', 'unblind/private', 32));
    expect(deriveKey(key, 'private')).toEqual({ hex: bytes.toString('hex') });
    expect(deriveSeed(key, 'private')).toEqual(deriveKey(key, 'private'));
    expect(deriveKey(key, 'public')).not.toEqual(deriveKey(key, 'private'));
  });
});
