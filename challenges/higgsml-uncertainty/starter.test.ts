import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { applySystematics, higgsFeatures, prepareEvents, primaryFeatures } from '@unblind/simulation';
import { encodeNpy, readNpy } from '@unblind/tensors';
import { describeWhere } from '@unblind/testing';
import { loadGenerator } from '..';

const python = '/usr/bin/python3';
const hasPandas = spawnSync(python, ['-c', 'import numpy, pandas']).status === 0;
const starter = join(__dirname, 'starter/container');

describeWhere(hasPandas, 'needs numpy and pandas', 'the starter for a FAIR Universe model', () => {
  let folder = '';
  let events: Float32Array;
  let lengths: readonly number[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fair-'));
    const generator = await loadGenerator('higgsml-uncertainty');
    const { splits } = await generator.generate({ seed: 5, sizes: { train: 7 }, directory: join(folder, 'data') });
    mkdirSync(join(folder, 'train'));
    for (const [name, { file }] of Object.entries({ ...splits.train?.views, ...splits.train?.truth }))
      symlinkSync(join(folder, 'data', file), join(folder, 'train', `${name}.npy`));
    lengths = splits.train?.views.events?.lengths ?? [];
    events = Float32Array.from((await readNpy(join(folder, 'train/events.npy'))).data, Number);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const block = (row: number) => {
    const start = lengths.slice(0, row).reduce((sum, length) => sum + length, 0);
    return events.subarray(start * 28, (start + (lengths[row] ?? 0)) * 28);
  };

  it('shifts events as the platform does', async () => {
    const central = block(0);
    const rows = lengths[0] ?? 0;
    writeFileSync(join(folder, 'central.npy'), encodeNpy('float32', [rows, 28], central));
    const script = `
import numpy, pandas, sys
sys.path.insert(0, sys.argv[1])
from systematics import FEATURES, systematics
data = pandas.DataFrame(numpy.load(sys.argv[2]), columns=FEATURES)
numpy.save(sys.argv[3], numpy.ascontiguousarray(systematics(data, tes=1.03, jes=0.97)[FEATURES].to_numpy()))`;
    execFileSync(python, ['-c', script, starter, join(folder, 'central.npy'), join(folder, 'shifted.npy')]);
    const { data, shape } = await readNpy(join(folder, 'shifted.npy'));
    const primary = central.filter((_, i) => i % 28 < primaryFeatures.length);
    const ours = applySystematics({ table: prepareEvents(primary), shift: { tes: 1.03, jes: 0.97, softMet: 0 } }).rows;
    expect(shape).toEqual([ours.length / 28, 28]);
    // Momenta to one unit of rounding, which near a half the order of sums decides; what is computed from them follows.
    const apart = ours.filter((value, i) => Math.abs(value - Number(data[i])) > 2e-3 + 2e-4 * Math.abs(value));
    expect(apart.length / ours.length).toBeLessThan(1e-3);
    expect(higgsFeatures.slice(0, 16)).toEqual([...primaryFeatures]);
  });

  it('fits the class, then answers each pseudo-experiment with an interval', async () => {
    const env = { PATH: process.env.PATH, TRAIN_DIR: join(folder, 'train') };
    const server = spawn(python, [join(starter, 'server.py')], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));
    try {
      expect(await next()).toEqual({ ready: true, views: ['events'] });
      const input = join(folder, '000000');
      mkdirSync(input);
      // Half of the training events of a block under a shift: far more than a pseudo-experiment.
      const part = block(1).slice(0, 28 * 600);
      writeFileSync(join(input, 'events.npy'), encodeNpy('float32', [600, 28], part));
      const output = join(folder, '000000.npy');
      server.stdin.write(`${JSON.stringify({ id: 0, input, output })}\n`);
      expect(await next()).toEqual({ id: 0 });
      const { data, shape } = await readNpy(output);
      const [muHat = NaN, low = NaN, high = NaN] = Array.from(data, Number);
      expect(shape).toEqual([3]);
      expect(low <= muHat && muHat < high && high < 20).toBe(true);
    } finally {
      server.stdin.end();
      server.kill();
    }
  });
});
