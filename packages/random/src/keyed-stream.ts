import { CounterCipher, type Piece } from './counter-cipher';
import { RandomSource } from './random-source';
import type { StreamKey } from './stream-key';

/**
 * AES-256 in counter mode: whoever has seen any part of the stream can tell nothing of the rest without the key. The counter of a
 * stream begins with its number, so streams do not overlap: 2^64 of them, 2^64 blocks each.
 */
export class KeyedStream extends RandomSource {
  private readonly cipher: CounterCipher;
  private piece: Piece;
  private words: Uint32Array;
  private at: number;
  private end: number;

  /** @param stream any non-negative safe integer */
  constructor(
    key: StreamKey,
    private readonly stream: number,
  ) {
    super();
    if (!Number.isSafeInteger(stream) || stream < 0) throw new RangeError('a stream is numbered by a safe integer from 0 on');
    this.cipher = CounterCipher.of(key);
    this.piece = this.cipher.beginningOf(stream);
    this.words = this.piece.words;
    this.at = this.piece.start;
    this.end = this.piece.end;
  }

  override bits(): number {
    if (this.at === this.end) this.refill();
    return this.words[this.at++]!;
  }

  /** In the open interval (0, 1), so that its logarithm is finite; 52 bits. */
  override uniform(): number {
    if (this.end - this.at < 2) return ((this.bits() >>> 6) * 2 ** 26 + (this.bits() >>> 6) + 0.5) * 2 ** -52;
    const { words, at } = this;
    this.at = at + 2;
    return ((words[at]! >>> 6) * 2 ** 26 + (words[at + 1]! >>> 6) + 0.5) * 2 ** -52;
  }

  private refill(): void {
    this.piece = this.cipher.more(this.stream, this.piece.next);
    this.words = this.piece.words;
    this.at = 0;
    this.end = this.piece.end;
  }
}
