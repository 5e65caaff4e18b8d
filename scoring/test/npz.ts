import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** The f8 and i8 arrays of an .npz, flattened, as doubles. */
export function readNpz(path: string): Record<string, Float64Array> {
  const zip = readFileSync(path);
  const arrays: Record<string, Float64Array> = {};
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const size = zip.readUInt32LE(entry + 20);
    const nameLength = zip.readUInt16LE(entry + 28);
    const name = zip.toString('latin1', entry + 46, entry + 46 + nameLength).replace(/\.npy$/, '');
    const local = zip.readUInt32LE(entry + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + size);
    arrays[name] = doubles(zip.readUInt16LE(entry + 10) === 8 ? inflateRawSync(content) : content);
    entry += 46 + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return arrays;
}

function doubles(npy: Buffer): Float64Array {
  const start = 10 + npy.readUInt16LE(8);
  const bytes = new Uint8Array(npy.subarray(start)).buffer;
  const integers = npy.toString('latin1', 10, start).includes("'<i8'");
  return integers ? Float64Array.from(new BigInt64Array(bytes), Number) : new Float64Array(bytes);
}
