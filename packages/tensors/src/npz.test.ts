import { writeFile } from 'node:fs/promises';
import { numpyFiles, readVector, temporaryFolder } from '@unblind/testing';
import { LocalFile } from './files/local-file';
import { readNpz } from './npz';

const limits = { bytes: 1e6, entries: 4 };

describe('npz files', () => {
  const folder = temporaryFolder();

  it('are read stored and deflated, by path and as bytes', async () => {
    const expected = new Map([['scores', { dtype: 'float64', shape: [3], data: Float64Array.of(0.1, 0.2, 0.3) }]]);
    expect(await readNpz(new LocalFile(numpyFiles.npz), limits)).toEqual(expected);
    expect(await readNpz(new LocalFile(numpyFiles.npzDeflated), limits)).toEqual(expected);
    await writeFile(folder.path('scores.npz'), numpyFiles.npzDeflated);
    expect(await readNpz(new LocalFile(folder.path('scores.npz')), limits)).toEqual(expected);
  });

  it('are refused beyond the limits, before they are unpacked', async () => {
    await expect(readNpz(new LocalFile(numpyFiles.npz), { bytes: 100, entries: 4 })).rejects.toThrow('unpacks to more than 100 bytes');
    await expect(readNpz(new LocalFile(numpyFiles.npzOfTwo), { bytes: 1e6, entries: 1 })).rejects.toThrow('2 entries');
  });

  it('are refused when they unpack to more than they say', async () => {
    const liar = Buffer.from(numpyFiles.npzDeflated);
    liar.writeUInt32LE(50, liar.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 24);
    await expect(readNpz(new LocalFile(liar), limits)).rejects.toThrow('not an npz file');
  });

  it('are refused when they are cut, or hold something else', async () => {
    await expect(readNpz(new LocalFile(numpyFiles.npz.subarray(0, 200)), limits)).rejects.toThrow('not an npz file');
    const other = Buffer.from(numpyFiles.npz.toString('latin1').replaceAll('scores.npy', 'scores.exe'), 'latin1');
    await expect(readNpz(new LocalFile(other), limits)).rejects.toThrow("an entry 'scores.exe'");
  });

  it('of numpy with several arrays are read', async () => {
    const arrays = await readNpz(new LocalFile(readVector('scoring', 'top-tagging/sculpt_case.npz')), { bytes: 1e8, entries: 20 });
    expect(arrays.size).toBeGreaterThan(0);
    for (const { shape, data } of arrays.values()) expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
  });
});
