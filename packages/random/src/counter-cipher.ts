import { createCipheriv, type Cipher } from 'node:crypto';
import { keyBytes, type StreamKey } from './stream-key';

const wordsPerBlock = 4;
/** How much of a stream is made when it is opened, in blocks of 16 bytes: enough for most short events. */
const blocksPerBeginning = 96;
/** Streams that are opened one after another have their beginnings made together. */
const streamsPerGroup = 32;
/** How much more is made of a stream at a time, and of one that has proved long. */
const blocksPerRefill = { short: 96, long: 768 } as const;

/** Words start..end-1 of an array; block `next` of the stream follows them. */
export interface Piece {
  words: Uint32Array;
  start: number;
  end: number;
  next: number;
}

/**
 * Encrypts counters, each of the numbers of a stream and of a block in 64 bits, the highest first.
 *
 * Block by block (ECB), which gives the bits of aes-256-ctr: one such cipher serves all streams of a key and several streams at a time,
 * where a cipher for each event would cost as much as a short event itself.
 */
export class CounterCipher {
  private readonly cipher: Cipher;
  private last = -2;
  private group: { words: Uint32Array; from: number; streams: number } = { words: new Uint32Array(0), from: 0, streams: 0 };

  private constructor(key: StreamKey) {
    this.cipher = createCipheriv('aes-256-ecb', keyBytes(key), null).setAutoPadding(false);
  }

  /** The cipher of a key; those of the keys in use are kept. */
  static of(key: StreamKey): CounterCipher {
    const known = ciphers.get(key.hex);
    if (known) return known;
    if (ciphers.size >= mostCiphers) ciphers.clear();
    const cipher = new CounterCipher(key);
    ciphers.set(key.hex, cipher);
    return cipher;
  }

  /** The first words of a stream. */
  beginningOf(stream: number): Piece {
    const follows = stream === this.last + 1;
    this.last = stream;
    if (stream < this.group.from || stream >= this.group.from + this.group.streams) {
      const streams = follows ? streamsPerGroup : 1;
      for (let i = 0; i < streams; i++) setStream(beginnings, i, stream + i);
      this.group = { words: this.encrypt(beginnings, streams * blocksPerBeginning), from: stream, streams };
    }
    const start = (stream - this.group.from) * blocksPerBeginning * wordsPerBlock;
    return { words: this.group.words, start, end: start + blocksPerBeginning * wordsPerBlock, next: blocksPerBeginning };
  }

  /** Its words from a block on. */
  more(stream: number, block: number): Piece {
    const refill = block > blocksPerBeginning ? refills.long : refills.short;
    setStream(refill, 0, stream);
    for (let i = 0; i < refill.blocks; i++) setBlock(refill, i, block + i);
    const words = this.encrypt(refill, refill.blocks);
    return { words, start: 0, end: words.length, next: block + refill.blocks };
  }

  private encrypt({ bytes }: Counters, blocks: number): Uint32Array {
    const { buffer, byteOffset } = this.cipher.update(bytes.subarray(0, blocks * wordsPerBlock * 4));
    return new Uint32Array(buffer, byteOffset, blocks * wordsPerBlock);
  }
}

const ciphers = new Map<string, CounterCipher>();
/** A chunk of rows has a few keys in use. */
const mostCiphers = 64;

/** Counters of several streams, `blocks` of each, written over and over again: new memory costs as much as encrypting it. */
interface Counters {
  words: Uint32Array;
  bytes: Uint8Array;
  blocks: number;
}

function counters(streams: number, blocks: number): Counters {
  const words = new Uint32Array(streams * blocks * wordsPerBlock);
  const made = { words, bytes: new Uint8Array(words.buffer), blocks };
  for (let i = 0; i < streams * blocks; i++) setBlock(made, i, i % blocks);
  return made;
}

const beginnings = counters(streamsPerGroup, blocksPerBeginning);
const refills = { short: counters(1, blocksPerRefill.short), long: counters(1, blocksPerRefill.long) };

/** Gives the counters of the `place`th stream its number. */
function setStream({ words, blocks }: Counters, place: number, stream: number): void {
  const [high, low] = [bigEndian(Math.floor(stream / 2 ** 32)), bigEndian(stream)];
  const end = (place + 1) * blocks * wordsPerBlock;
  for (let at = place * blocks * wordsPerBlock; at < end; at += wordsPerBlock) {
    words[at] = high;
    words[at + 1] = low;
  }
}

function setBlock({ words }: Counters, place: number, block: number): void {
  words[place * wordsPerBlock + 2] = bigEndian(Math.floor(block / 2 ** 32));
  words[place * wordsPerBlock + 3] = bigEndian(block);
}

/** The lowest 32 bits of a number with their bytes turned round: every machine that the platform runs on stores the lowest first. */
function bigEndian(number: number): number {
  return ((number & 0xff) << 24) | ((number & 0xff00) << 8) | ((number >>> 8) & 0xff00) | (number >>> 24);
}
