import { unpackedVectors } from '@unblind/testing';
import { Hdf5File } from './hdf5-file';

/** The second number of the data set 'x': 1 in the files that are read. */
async function readX(path: string): Promise<number> {
  const file = await Hdf5File.open(path);
  const bytes = file.readRows(file.dataSet('x'), 0, 8);
  file.close();
  return Buffer.from(bytes).readDoubleLE(8);
}

describe('an HDF5 file is read alone', () => {
  const vectors = unpackedVectors('packages/tensors', 'outside');

  it.each([
    ['external-link.h5', 'other.h5'],
    // A link inside the file that leads through an external one.
    ['soft-link.h5', 'other.h5'],
    ['virtual.h5', 'other.h5'],
    // HDF5 itself would read zeros.
    ['virtual-absent.h5', 'no-such-file.h5'],
    ['external-data.h5', '/proc/self/environ'],
  ])('%s, whose data lie in %s, is refused by its name', async (name, other) => {
    await expect(readX(vectors(name))).rejects.toThrow(new RegExp(`refers to another file, '\\S*${other}', which is not read`));
  });

  it('follows a link that stays inside', async () => {
    expect(await readX(vectors('inside.h5'))).toBe(1);
  });

  it('reads the other file where it is given itself, also after a refusal', async () => {
    await expect(readX(vectors('external-link.h5'))).rejects.toThrow('another file');
    const file = await Hdf5File.open(vectors('other.h5'));
    expect(file.dataSet('secret').shape).toEqual([8]);
    file.close();
  });
});
