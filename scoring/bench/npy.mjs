import { writeFileSync } from 'node:fs';

const types = { '|u1': Uint8Array, '<i4': Int32Array, '<i8': BigInt64Array, '<f4': Float32Array, '<f8': Float64Array };

export function writeNpy(path, values) {
  const dtype = Object.keys(types).find((name) => values instanceof types[name]);
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${values.length},), }`;
  const padded = `${header.padEnd(64 * Math.ceil((11 + header.length) / 64) - 11)}\n`;
  const prefix = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8]);
  writeFileSync(
    path,
    Buffer.concat([prefix, Buffer.from(padded, 'latin1'), Buffer.from(values.buffer, values.byteOffset, values.byteLength)]),
  );
}
