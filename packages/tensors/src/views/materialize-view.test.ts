import { readdir, stat } from 'node:fs/promises';
import { PlatformFault, ViewCatalogue } from '@unblind/contracts';
import { NpyFile, NpyWriter, readNpy } from '../files/npy-file';
import { temporaryFolder } from '@unblind/testing';
import { materializeView } from './materialize-view';
import { weaverKin } from './weaver-kin';

const views = ViewCatalogue.parse({
  constituents: { dtype: 'float32', shape: ['N', 200, 4] },
  pf_points: { dtype: 'float32', shape: ['N', 2, 128], from: 'weaver-kin' },
  pf_mask: { dtype: 'float32', shape: ['N', 1, 128], from: 'weaver-kin' },
  orphan: { dtype: 'float32', shape: ['N', 2] },
  strange: { dtype: 'float32', shape: ['N', 2], from: 'constructor' },
});
const rows = 1003; // two whole batches and a rest

describe('derived views', () => {
  const folder = temporaryFolder();
  const request = (name: string, directory = folder.path('derived')) => ({
    name,
    views,
    rows,
    stored: { constituents: folder.path('constituents.npy') },
    directory,
  });

  beforeAll(async () => {
    const writer = await NpyWriter.create(folder.path('constituents.npy'), 'float32', [200, 4]);
    for (let row = 0; row < rows; row++) {
      const jet = new Float32Array(800);
      for (let slot = 0; slot <= row % 20; slot++) jet.set([10 + row, 3 + slot, row % 7, 4 - slot], slot * 4);
      await writer.append(jet);
    }
    await writer.finish();
  });

  it('are made batch by batch, the same as at once', async () => {
    const path = await materializeView(request('pf_points'));
    expect(path).toBe(folder.path('derived/pf_points.npy'));
    const made = await readNpy(path);
    const constituents = await readNpy(folder.path('constituents.npy'));
    expect(made.shape).toEqual([rows, 2, 128]);
    const atOnce = weaverKin.derive(constituents.data, rows).pf_points ?? new Float32Array(0);
    expect(Buffer.from(made.data.buffer).equals(Buffer.from(atOnce.buffer))).toBe(true);
  });

  it('are made once', async () => {
    const before = await stat(await materializeView(request('pf_mask')));
    const after = await stat(await materializeView(request('pf_mask')));
    expect(after.ino).toBe(before.ino);
  });

  it('appear whole where several ask for them at once, and nothing is left over', async () => {
    const directory = folder.path('together');
    const paths = await Promise.all([1, 2, 3].map(() => materializeView(request('pf_mask', directory))));
    expect(new Set(paths).size).toBe(1);
    expect((await readNpy(paths[0] ?? '')).shape).toEqual([rows, 1, 128]);
    expect(await readdir(directory)).toEqual(['pf_mask.npy']);
  });

  it('are made anew where a file of another length lies there', async () => {
    const directory = folder.path('stale');
    await materializeView(request('pf_mask', directory));
    await expect(materializeView({ ...request('pf_mask', directory), rows: 7 })).rejects.toThrow('expected is (7, 200, 4)');
    const file = await NpyFile.open(`${directory}/pf_mask.npy`);
    expect(file.rows).toBe(rows);
    await file.close();
  });

  it.each([
    ['orphan', 'neither stored nor can it be derived'],
    ['strange', 'neither stored nor can it be derived'],
    ['nowhere', 'neither stored nor can it be derived'],
  ])("%s is the platform's fault", async (name, message) => {
    const failure: unknown = await materializeView(request(name)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlatformFault);
    expect(String(failure)).toContain(message);
  });

  it('need their source', async () => {
    await expect(materializeView({ ...request('pf_mask', folder.path('none')), stored: {} })).rejects.toThrow(
      'made from constituents, which is not stored',
    );
  });
});
