import { writeFileSync } from 'node:fs';

const descr = { Float32Array: '<f4', Float64Array: '<f8', Int32Array: '<i4', Uint8Array: '|u1' } as const;
type NpyArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Writes an npy file of format 1.0, C-ordered. */
export function writeNpy(path: string, data: NpyArray, shape: readonly number[]): void {
  const type = data instanceof Float32Array ? descr.Float32Array : data instanceof Float64Array ? descr.Float64Array : null;
  const other = data instanceof Int32Array ? descr.Int32Array : descr.Uint8Array;
  const header = `{'descr': '${type ?? other}', 'fortran_order': False, 'shape': (${shape.map((size) => `${size},`).join(' ')}), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(padded.length, 8);
  writeFileSync(path, Buffer.concat([start, Buffer.from(padded, 'latin1'), new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]));
}
