import { readFile, writeFile } from 'node:fs/promises';
import { parseNpy } from '@unblind/npy';
import { numpyFiles, temporaryFolder } from '@unblind/testing';
import { NpyFile, NpyWriter, readNpy } from './npy-file';

describe('npy files on disk', () => {
  const folder = temporaryFolder();

  it('are written row by row and read back by ranges of rows', async () => {
    const path = folder.path('rows.npy');
    const writer = await NpyWriter.create(path, 'float32', [2]);
    await writer.append(Float32Array.of(1, 2, 3, 4));
    await writer.append(Float32Array.of(5, 6));
    await writer.finish();
    const file = await NpyFile.open(path);
    expect([file.dtype, file.shape, file.rows]).toEqual(['float32', [3, 2], 3]);
    expect(await file.readRows(1, 2)).toEqual(Float32Array.of(3, 4, 5, 6));
    expect(await file.readRows(2, 10)).toEqual(Float32Array.of(5, 6));
    expect(await file.readRows(7, 1)).toEqual(new Float32Array(0));
    await file.close();
    expect(parseNpy(await readFile(path)).shape).toEqual([3, 2]);
  });

  it('take whole rows only', async () => {
    const writer = await NpyWriter.create(folder.path('broken.npy'), 'float32', [2]);
    await expect(writer.append(Float32Array.of(1, 2, 3))).rejects.toThrow('no whole rows');
    await writer.discard();
    await expect(readFile(folder.path('broken.npy'))).rejects.toThrow('ENOENT');
  });

  it('are refused when shorter than their header says, without reading the data', async () => {
    const path = folder.path('short.npy');
    await writeFile(path, numpyFiles.float32.subarray(0, 130));
    await expect(NpyFile.open(path)).rejects.toThrow('has 130 bytes; its header promises float32 (2, 2), which makes 144');
    await expect(readNpy(path)).rejects.toThrow('has 130 bytes');
  });
});
