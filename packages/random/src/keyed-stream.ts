import { createCipheriv, type Cipher } from 'node:crypto';
import { RandomSource } from './random-source';
import { keyBytes, type StreamKey } from './stream-key';

const blockBytes = 16;
/** The first refill serves a short event, the later ones a long one; bytes. */
const refills = [256, 1024, 4096] as const;

/**
 * AES-256 in counter mode: whoever has seen any part of the stream can tell nothing of the rest without the key. The counter of a
 * stream begins with its number, so streams do not overlap: 2^64 of them, 2^64 blocks each.
 *
 * Counters are encrypted block by block (ECB), which gives the bits of aes-256-ctr, because one such cipher serves all streams of a
 * key: a cipher of its own for each event costs three times as much.
 */
export class KeyedStream extends RandomSource {
  private readonly cipher: Cipher;
  private words = new Uint32Array(0);
  private next = 0;
  private block = 0;
  private refill = 0;

  /** @param stream any non-negative safe integer */
  constructor(
    key: StreamKey,
    private readonly stream: number,
  ) {
    super();
    if (!Number.isSafeInteger(stream) || stream < 0) throw new RangeError('a stream is numbered by a safe integer from 0 on');
    this.cipher = cipherOf(key);
  }

  override bits(): number {
    if (this.next === this.words.length) this.encrypt();
    return this.words[this.next++]!;
  }

  /** In the open interval (0, 1), so that its logarithm is finite; 52 bits. */
  override uniform(): number {
    return ((this.bits() >>> 6) * 2 ** 26 + (this.bits() >>> 6) + 0.5) * 2 ** -52;
  }

  private encrypt(): void {
    const counters = countersOf(this.stream, this.block, refills[this.refill]!);
    const made = this.cipher.update(counters);
    // Four bytes are one number, the lowest first, as every machine that the platform runs on reads them.
    this.words = new Uint32Array(made.buffer, made.byteOffset, made.length / 4);
    this.next = 0;
    this.block += counters.length / blockBytes;
    if (this.refill < refills.length - 1) this.refill++;
  }
}

const buffers = new Map(refills.map((bytes) => [bytes, new DataView(new ArrayBuffer(bytes))]));

/** Blocks of two big-endian numbers of 64 bits: the stream and the block. */
function countersOf(stream: number, block: number, bytes: (typeof refills)[number]): Uint8Array {
  const view = buffers.get(bytes)!;
  const high = Math.floor(stream / 2 ** 32);
  for (let at = 0; at < bytes; at += blockBytes) {
    view.setUint32(at, high);
    view.setUint32(at + 4, stream >>> 0);
    view.setUint32(at + 8, Math.floor(block / 2 ** 32));
    view.setUint32(at + 12, block >>> 0);
    block++;
  }
  return new Uint8Array(view.buffer);
}

/** The ciphers of the keys in use: a chunk of rows has a few. */
const ciphers = new Map<string, Cipher>();
const mostCiphers = 64;

function cipherOf(key: StreamKey): Cipher {
  const known = ciphers.get(key.hex);
  if (known) return known;
  if (ciphers.size >= mostCiphers) ciphers.clear();
  const cipher = createCipheriv('aes-256-ecb', keyBytes(key), null).setAutoPadding(false);
  ciphers.set(key.hex, cipher);
  return cipher;
}
