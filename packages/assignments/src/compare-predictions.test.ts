import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '@unblind/npy';
import { openStorage, storageConfigFromEnv } from '@unblind/storage';
import type { StorageArea } from '@unblind/storage';
import { comparePredictions } from './compare-predictions';
import type { Tensor } from './compare-predictions';

let area: StorageArea;
const folder = mkdtempSync(join(tmpdir(), 'unblind-compare-'));
beforeAll(async () => {
  const storage = openStorage(
    storageConfigFromEnv({ STORAGE_DIR: folder, STORAGE_RESERVE: '0B', STORAGE_SIGNING_KEY: 'a key that is only used in these tests' }),
  );
  await storage.prepare();
  area = storage.area('results');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
async function tensor(npy: Buffer, name = '1/nominal/scores'): Promise<Tensor> {
  const key = `compare/${count++}.npy`;
  await area.put(key, npy);
  return { name, key, bytes: npy.length, sha256: createHash('sha256').update(npy).digest('hex') };
}
/** More than one chunk. */
const rows = 3_000_000;
const scores = (change: (value: number, row: number) => number = (value) => value): Buffer =>
  encodeNpy(
    'float32',
    [rows],
    Float32Array.from({ length: rows }, (_, row) => change((row % 1000) / 1000, row)),
  );
const compare = async (first: Buffer, second: Buffer, onGpu = false) =>
  comparePredictions(area, { first: [await tensor(first)], second: [await tensor(second)], onGpu });

test('predictions with equal bytes agree without being read', async () => {
  expect(await compare(scores(), scores())).toEqual({ agrees: true, compared: 0, differing: 0, largest: null, where: null });
});

test('machines may differ in the last digits, a GPU in some more, and a few rows on the edge of a decision by anything', async () => {
  const digits = scores((value) => value + 5e-4);
  expect(await compare(scores(), digits)).toMatchObject({ agrees: true, compared: rows, differing: 0 });
  const fewer = scores((value) => value + 5e-3);
  expect((await compare(scores(), fewer)).agrees).toBe(false);
  expect((await compare(scores(), fewer, true)).agrees).toBe(true);
  const edge = scores((value, row) => (row % 2000 === 1999 ? 1 - value : value));
  expect(await compare(scores(), edge)).toMatchObject({ agrees: true, differing: rows / 2000 });
});

test('one row in a hundred that differs is a disagreement, wherever in the file it is', async () => {
  const late = scores((value, row) => (row >= rows * 0.99 ? 1 - value / 2 : value));
  expect(await compare(scores(), late)).toMatchObject({ agrees: false, where: '1/nominal/scores' });
  const notNumbers = scores((value, row) => (row % 50 === 0 ? NaN : value));
  expect((await compare(scores(), notNumbers)).agrees).toBe(false);
  expect((await compare(notNumbers, notNumbers)).agrees).toBe(true);
});

test('integers are equal or not, and a tensor of another shape, type or name never agrees', async () => {
  const ids = (first: bigint): Buffer => encodeNpy('int64', [2], BigInt64Array.of(first, 7n));
  expect((await compare(ids(100_000n), ids(100_001n))).agrees).toBe(false);
  for (const other of [encodeNpy('float32', [2], Float32Array.of(1, 2)), Buffer.from('no array at all')])
    expect(await compare(encodeNpy('float64', [2], Float64Array.of(1, 2)), other)).toMatchObject({ agrees: false, largest: null });
  const [first, second] = [await tensor(scores()), await tensor(scores(), '1/up/scores')];
  expect((await comparePredictions(area, { first: [first], second: [second], onGpu: false })).agrees).toBe(false);
});
