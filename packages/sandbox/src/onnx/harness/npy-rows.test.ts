import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npyOf } from '@unblind/npy';
import { NpyRows } from './npy-rows';

describe('rows of an npy file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-npy-'));
  const path = join(folder, 'x.npy');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read by range', () => {
    writeFileSync(
      path,
      npyOf(
        Float32Array.from({ length: 12 }, (_, index) => index),
        [4, 3],
      ),
    );
    const rows = new NpyRows(path);
    expect([rows.dtype, rows.shape]).toEqual(['float32', [4, 3]]);
    const target = new Float32Array(6);
    rows.readInto(new Uint8Array(target.buffer), 1, 12);
    expect(Array.from(target)).toEqual([3, 4, 5, 6, 7, 8]);
    rows.close();
  });

  it('may have one axis, and the header of format 2.0', () => {
    writeFileSync(path, npyOf(new Uint8Array([7, 8, 9]), [3]));
    const one = readFileSync(path);
    const header = one.subarray(10, one.length - 3);
    const start = Buffer.from('\x93NUMPY\x02\x00\x00\x00\x00\x00', 'latin1');
    start.writeUInt32LE(header.length, 8);
    writeFileSync(path, Buffer.concat([start, header, Buffer.from([7, 8, 9])]));
    const rows = new NpyRows(path);
    expect([rows.dtype, rows.shape]).toEqual(['uint8', [3]]);
    const target = new Uint8Array(2);
    rows.readInto(target, 1, 1);
    expect(Array.from(target)).toEqual([8, 9]);
  });

  it('end with an error that names the row where the file does', () => {
    writeFileSync(path, npyOf(new Float32Array(12), [4, 3]).subarray(0, -24));
    const target = new Uint8Array(24);
    expect(() => new NpyRows(path).readInto(target, 1, 12)).toThrow('the file ends inside row 2');
  });

  it.each([
    ['', /not an npy file/],
    ['hello, this is no npy file', /not an npy file/],
    [`\x93NUMPY\x01\x00\x10\x00{'descr': '<f4'}`, /cannot be read/],
    [`\x93NUMPY\x01\x00\xff\xff{'descr': '<f4'}`, /too long/],
    [`\x93NUMPY\x01\x00\x40\x00{'descr': '<f4'}`, /cut off/],
    [`\x93NUMPY\x01\x00\x40\x00${"{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }".padEnd(64)}`, /Fortran order/],
  ])('are refused in a file that is not one: %j', (bytes, reason) => {
    writeFileSync(path, Buffer.from(bytes, 'latin1'));
    expect(() => new NpyRows(path)).toThrow(reason);
  });
});
