import { encodeNpy, parseNpy } from './npy';
import { numpyFiles } from '@unblind/testing';

describe('reading what NumPy wrote', () => {
  it('reads shape, type and values of versions 1, 2 and 3', () => {
    expect(parseNpy(numpyFiles.float32)).toEqual({ dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4.5) });
    for (const file of [numpyFiles.version2, numpyFiles.version3]) {
      expect(parseNpy(file)).toEqual({ dtype: 'int64', shape: [3], data: BigInt64Array.of(1n, 2n, 3n) });
    }
  });

  it('widens half precision, subnormal, infinite and NaN too', () => {
    const { data } = parseNpy(numpyFiles.float16);
    expect(Array.from(data, Number)).toEqual([0, 1, -2.5, 65504, 2 ** -24, Infinity, NaN]);
  });

  it('reads no rows and a single number', () => {
    expect(parseNpy(numpyFiles.noRows)).toEqual({ dtype: 'uint8', shape: [0, 3], data: new Uint8Array(0) });
    expect(parseNpy(numpyFiles.scalar)).toEqual({ dtype: 'float64', shape: [], data: Float64Array.of(2.5) });
  });

  it("reads other tools' headers: double quotes, marks of order on single bytes, Fortran order that changes nothing, long padding", () => {
    const header = (from: string, to: string, file: Buffer) => {
      const text = file.toString('latin1', 10, 128);
      return Buffer.concat([
        file.subarray(0, 10),
        Buffer.from(text.replace(from, to).slice(0, -1).padEnd(117).slice(0, 117) + '\n', 'latin1'),
        file.subarray(128),
      ]);
    };
    const bytes = encodeNpy('uint8', [3], Uint8Array.of(1, 2, 3));
    for (const descr of ['<u1', '>u1', '=u1']) expect(parseNpy(header('|u1', descr, bytes)).data).toEqual(Uint8Array.of(1, 2, 3));
    expect(parseNpy(header('|u1', '<b1', bytes)).dtype).toBe('bool');
    const quoted = Buffer.from(bytes.toString('latin1').replaceAll("'", '"'), 'latin1');
    expect(parseNpy(quoted)).toEqual(parseNpy(bytes));
    for (const shape of [
      [3, 1],
      [1, 3],
      [1, 3, 1],
      [0, 4],
    ]) {
      const size = shape.reduce((a, b) => a * b);
      const column = encodeNpy('uint8', shape, Uint8Array.of(1, 2, 3).subarray(0, size));
      expect(parseNpy(header('False', 'True ', column))).toEqual(parseNpy(column));
    }
    expect(() => parseNpy(header('False', 'True ', encodeNpy('uint8', [2, 2], Uint8Array.of(1, 2, 3, 4))))).toThrow('Fortran order');
    const long = Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00\xf6\x1f', 'latin1'),
      bytes.subarray(10, 128),
      Buffer.alloc(0x1ff6 - 118, ' '),
      Buffer.of(1, 2, 3),
    ]);
    expect(parseNpy(long).data).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('writes the very bytes that numpy.save writes', () => {
    expect(encodeNpy('float32', [2, 2], Float32Array.of(1, 2, 3, 4.5))).toEqual(numpyFiles.float32);
  });
});

describe('what is refused, by name', () => {
  it.each([
    ['Python objects', numpyFiles.objects, 'pickles and never loaded'],
    ['Fortran order', numpyFiles.fortran, 'Fortran order'],
    ['big-endian numbers', numpyFiles.bigEndian, 'big-endian'],
    ['records', numpyFiles.records, 'record array'],
    ['strings', numpyFiles.strings, "'<U1' is not taken"],
    ['a file cut in its data', numpyFiles.float32.subarray(0, -1), 'has 143 bytes'],
    ['a file cut in its header', numpyFiles.float32.subarray(0, 60), 'cut off'],
    ['bytes after the data', Buffer.concat([numpyFiles.float32, Buffer.of(0)]), 'has 145 bytes'],
    ['another file', Buffer.from('id,score'), 'not an npy file'],
    ['an unknown version', Buffer.concat([numpyFiles.float32.subarray(0, 6), Buffer.of(9), numpyFiles.float32.subarray(7)]), 'version 9'],
  ])('%s', (_, file, message) => {
    expect(() => parseNpy(file)).toThrow(message);
  });

  it('a shape beyond all bounds, before anything is allocated', () => {
    const header = numpyFiles.float32.toString('latin1').replace('(2, 2), }    ', '(9999999999, 9999999999), }').slice(0, 128);
    expect(() => parseNpy(Buffer.from(header, 'latin1'))).toThrow('out of bounds');
  });

  it('a header that claims gigabytes', () => {
    const file = Buffer.from(numpyFiles.version2);
    file.writeUInt32LE(2 ** 31, 8);
    expect(() => parseNpy(file)).toThrow('too long');
  });
});
