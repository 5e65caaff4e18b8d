/** Protobuf's wire format: the kinds of fields that ONNX uses. Each function gives one field; a message is its fields joined. */

export type Bytes = Uint8Array | readonly number[];

/** A varint field; negative numbers take ten bytes, as int64 does. */
export const integer = (field: number, value: number | bigint): Uint8Array => join(varint(field * 8), varint(value));

export const float = (field: number, value: number): Uint8Array => join(varint(field * 8 + 5), bytesOf(Float32Array.of(value)));

/** A field of bytes: a string, a message within a message, or raw data. */
export const bytes = (field: number, content: Bytes): Uint8Array => join(varint(field * 8 + 2), varint(content.length), content);

export const text = (field: number, content: string): Uint8Array => bytes(field, new TextEncoder().encode(content));

export function join(...parts: readonly Bytes[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    joined.set(part, end);
    end += part.length;
  }
  return joined;
}

/** Numbers as they lie in memory, which is little-endian, as ONNX wants them. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

function varint(value: number | bigint): number[] {
  const encoded: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left > 127n; left >>= 7n) encoded.push(Number(left & 127n) | 128);
  return [...encoded, Number(left)];
}
