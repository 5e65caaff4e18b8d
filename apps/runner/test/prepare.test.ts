import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { StoredDataSetIndex } from '@unblind/contracts';
import { pino } from 'pino';
import { unwrapKey, wrapKey } from '../src/data/data-set-key';
import { prepareDataSet } from '../src/data/prepare-data-set';
import { fetchSplit } from '../src/data/split-cache';
import { Lab } from './lab';

const secret = 'the secret of this installation';

describe('the key of a data set', () => {
  const key = Buffer.alloc(32, 7);
  const wrapped = wrapKey(key, secret, 'one');

  test('opens with the secret that wrapped it, for its own data set, and is wrapped anew each time', () => {
    expect(Buffer.from(unwrapKey(wrapped, secret, 'one'))).toEqual(key);
    expect(wrapKey(key, secret, 'one')).not.toEqual(wrapped);
    expect(Buffer.from(wrapped).includes(key)).toBe(false);
  });

  test('does not open with another secret, for another data set, changed, or where there is none', () => {
    const changed = wrapped.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
    const failed: [Uint8Array, string, string][] = [
      [wrapped, `${secret}!`, 'one'],
      [wrapped, secret, 'another'],
      [changed, secret, 'one'],
      [new Uint8Array(0), secret, 'one'],
    ];
    for (const [bytes, opening, id] of failed)
      expect(() => unwrapKey(bytes, opening, id)).toThrow("data-secret: The data set's key cannot be opened with this runner's secret.");
  });
});

describe('preparing a data set with hidden splits', () => {
  let lab: Lab;
  let logged = '';
  beforeAll(async () => {
    lab = await Lab.open({
      sizes: { train: 20, sample: 5, public: { ranking: 16, diagnostic: 10 }, private: 20 },
      shifted: 'energy-scale-up',
    });
    // Here the key is drawn, as in an installation.
    await lab.database.dataSetKey.deleteMany();
  });
  afterAll(() => lab.close());

  const log = pino(
    { level: 'trace' },
    new Writable({
      write(line: Buffer, _encoding, done) {
        logged += line.toString();
        done();
      },
    }),
  );
  const prepare = async (withSecret: string | undefined) => {
    await prepareDataSet(
      { database: lab.database, storage: lab.storage, directory: join(lab.folder, 'work'), secret: withSecret, log, runner: 'r' },
      { payload: { dataSetId: lab.dataSetId }, isLastAttempt: true, exhausted: false, signal: new AbortController().signal },
    );
    const { key, ...row } = await lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId }, include: { key: true } });
    return { ...row, wrappedKey: key?.wrappedKey ?? null };
  };
  const wrappedNow = async () => (await lab.database.dataSetKey.findUniqueOrThrow({ where: { dataSetId: lab.dataSetId } })).wrappedKey;
  // As the API does when it starts.
  const again = () => lab.database.dataSet.updateMany({ data: { state: 'pending', finishedAt: null } });

  test('is refused without the installation’s secret, and says what to set', async () => {
    const { state, fault, wrappedKey } = await prepare(undefined);
    expect([state, wrappedKey]).toEqual(['failed', null]);
    expect(fault).toMatchObject({ code: 'data-secret', whose: 'platform', fix: expect.stringContaining('DATA_SECRET') });
    await again();
  });

  test('makes them from a key that stays: another attempt makes the same bytes', async () => {
    const first = await prepare(secret);
    expect(first).toMatchObject({ state: 'ready', openTruth: false });
    await again();
    const second = await prepare(secret);
    expect(second).toMatchObject({ state: 'ready', wrappedKey: first.wrappedKey, index: first.index });
    const key = Buffer.from(unwrapKey(first.wrappedKey ?? new Uint8Array(0), secret, lab.dataSetId));
    expect(JSON.stringify(second.index)).not.toContain(key.toString('hex'));
  });

  test('is refused with another secret, and keeps the key', async () => {
    const wrappedKey = await wrappedNow();
    await again();
    const wrong = await prepare('the secret of another installation');
    expect(wrong).toMatchObject({ state: 'failed', wrappedKey, fault: { code: 'data-secret', fix: expect.stringContaining('first one') } });
    await again();
    expect((await prepare(secret)).state).toBe('ready');
  });

  test('stores parts and the seed of the bootstrap with the truth, and shifted copies of test inputs where only models see them', async () => {
    const { index } = await lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId } });
    const stored = StoredDataSetIndex.parse(index);
    const { public: divided, private: whole, sample } = stored.splits;
    expect([divided?.parts, whole?.parts, sample?.parts]).toEqual([{ ranking: 16, diagnostic: 10 }, undefined, undefined]);
    expect(divided?.truth.part).toMatchObject({ area: 'truth', dtype: 'uint8', shape: [26] });
    const areas = [divided, sample].map((split) =>
      [split?.views, split?.variations['energy-scale-up']?.views].map((views) => views?.jet?.area),
    );
    expect(areas).toEqual([
      ['public', 'hidden'],
      ['public', 'public'],
    ]);
    const fetched = (split: string, variation?: string) =>
      fetchSplit({
        storage: lab.storage,
        directory: join(lab.folder, 'cache'),
        dataSetId: lab.dataSetId,
        index: stored,
        split,
        variation,
        what: 'truth',
      });
    const [nominal, shifted, ofPrivate] = [await fetched('public'), await fetched('public', 'energy-scale-up'), await fetched('private')];
    expect(nominal.scoringSeed).toMatch(/^[0-9a-f]{32}$/);
    expect(shifted.scoringSeed).toBe(nominal.scoringSeed);
    expect(ofPrivate.scoringSeed).toMatch(/^[0-9a-f]{32}$/);
    expect(ofPrivate.scoringSeed).not.toBe(nominal.scoringSeed);
    expect((await fetched('sample')).scoringSeed).toBeUndefined();
    expect(await readFile(nominal.truth.part ?? '')).toEqual(await readFile(shifted.truth.part ?? ''));
  });

  test('writes nothing of the key or the secret to the log', async () => {
    const key = Buffer.from(unwrapKey(await wrappedNow(), secret, lab.dataSetId));
    expect(logged).toContain('data-secret');
    for (const text of [secret, key.toString('hex'), key.toString('base64')]) expect(logged).not.toContain(text);
  });
});
