import { hkdfSync } from 'node:crypto';

const bytesOfKey = 32;
const hexOfKey = /^[0-9a-f]{64}$/;

/** A secret of 256 bits behind a keyed stream, as hexadecimal digits: a plain object, so that it crosses threads as it is. */
export interface StreamKey {
  readonly hex: string;
}

/** @param bytes 32 of them, from a cryptographic source @throws RangeError for another number */
export function streamKey(bytes: Uint8Array): StreamKey {
  if (bytes.length !== bytesOfKey) throw new RangeError(`a key has ${bytesOfKey} bytes, not ${bytes.length}`);
  return { hex: Buffer.from(bytes).toString('hex') };
}

/** @throws RangeError if it is not a key. The message does not repeat it. */
export function keyBytes({ hex }: StreamKey): Buffer {
  if (!hexOfKey.test(hex)) throw new RangeError(`a key is written with ${2 * bytesOfKey} hexadecimal digits`);
  return Buffer.from(hex, 'hex');
}

/** The key of a named part of what the key stands for, by HKDF-SHA256 (RFC 5869): none tells anything of another or of `key`. */
export function deriveKey(key: StreamKey, name: string): StreamKey {
  return streamKey(new Uint8Array(hkdfSync('sha256', keyBytes(key), '', `unblind/${name}`, bytesOfKey)));
}
