import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { ParticipantFault } from '@unblind/contracts';
import { encodeNpy } from '@unblind/npy';
import { describeWithFixtures, fixturePath, numpyFiles, readVector, temporaryFolder, unpackedVectors } from '@unblind/testing';
import { readNpy } from '../files/npy-file';
import { readEverywhere } from '../test/files';
import { zipOf } from '../test/zip';
import { readScores, type ScoreOptions } from './read-scores';

const three = { rows: 3, select: 1 };
const scores = Float64Array.of(0.1, 0.2, 0.3);
const text = (content: string) => Buffer.from(content);
const read = (source: string | Uint8Array, options: ScoreOptions) => readEverywhere(source, (file) => readScores(file, options));

/** To the last bit; Jest's own comparison takes minutes over so many. */
const same = (a: Float64Array, b: Float64Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

async function faultOf(source: string | Uint8Array, options: Partial<ScoreOptions> = {}) {
  const result: unknown = await read(source, { ...three, ...options }).catch((error: unknown) => error);
  if (!(result instanceof ParticipantFault)) throw new Error(`no fault, but ${String(result)}`);
  return result.detail;
}

describe('formats of scores', () => {
  const folder = temporaryFolder();
  const column = '0.1\n0.2\n3e-1\n';
  const columns = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.7, 0.3);
  const files: [string, Uint8Array][] = [
    ['[N]', encodeNpy('float64', [3], scores)],
    ['[N, 1]', encodeNpy('float64', [3, 1], scores)],
    ['[N, 2], the selected column', encodeNpy('float64', [3, 2], columns)],
    ['npz, stored', numpyFiles.npz],
    ['npz, deflated', numpyFiles.npzDeflated],
    ['csv of one column', text(column)],
    ['csv with a header, a byte-order mark and Windows line ends', text('\uFEFFscore\r\n0.1\r\n0.2\r\n.3\r\n\r\n')],
    ['csv keyed by id, in any order', text('id,score\n2,0.3\n0,0.1\n1,+0.2\n')],
    ['csv keyed by id without a header', text('2,0.3\n0,0.1\n1,0.2')],
    ['csv as pandas writes a series', text(',score\n0,0.1\n1,0.2\n2,0.3\n')],
    ['csv as pandas writes a series without a name', text(',0\n0,0.1\n1,0.2\n2,0.3\n')],
    ['csv as pandas writes a frame without names and index', text('0\n0.1\n0.2\n0.3\n')],
    ['csv whose header alone has Windows line ends', text('id,score\r\n0,0.1\n1,0.2\n2,0.3\n')],
    ['csv whose ids R wrote', text('id,score\n0e+00,0.1\n1.0,0.2\n2e0,0.3\n')],
    ['csv alone in a zip', zipOf({ 'folder/scores.csv': text('score\n0.1\n0.2\n0.3\n') })],
    ['[1, N], as Julia writes a row', encodeNpy('float64', [1, 3], scores)],
    ['csv with the id last', text('score,id\n0.3,2\n0.1,0\n0.2,1\n')],
    ['csv with quotes and spaces', text('"id", "score"\n"0", 0.1\n"1", 0.2\n"2", 0.3\n')],
    ['csv.gz', gzipSync(column)],
  ];

  it.each(files)('%s', async (name, bytes) => {
    expect(await read(bytes, three)).toEqual(scores);
    const file = folder.path(`${files.findIndex(([other]) => other === name)}`);
    await writeFile(file, bytes);
    expect(await read(file, three)).toEqual(scores);
  });

  it('takes numbers of any type', async () => {
    expect(await read(encodeNpy('uint8', [3], Uint8Array.of(0, 1, 1)), three)).toEqual(Float64Array.of(0, 1, 1));
    expect(await read(encodeNpy('int64', [3], BigInt64Array.of(0n, 1n, 2n)), three)).toEqual(Float64Array.of(0, 1, 2));
  });

  it('joins on the ids that are given', async () => {
    const options = { ...three, ids: ['b', 'a', 'c'] };
    expect(await read(text('id,score\na,0.2\nb,0.1\nc,0.3'), options)).toEqual(scores);
    expect(await read(text('a,0.2\nb,0.1\nc,0.3'), options)).toEqual(scores);
  });
});

describe('scores that are refused', () => {
  it('by length', async () => {
    expect(await faultOf(encodeNpy('float64', [2], scores.subarray(0, 2)))).toMatchObject({
      code: 'predictions-length',
      got: 'float64 (2)',
      expected: '3 scores',
    });
    expect((await faultOf(text('0.1\n0.2'))).message).toBe('The split has 3 events; the file has 2 rows.');
    expect((await faultOf(text('score\n0.1\n0.2\n0.3\n0.4'))).message).toContain("more than 3 rows below the header 'score'");
  });

  it('by row, where they are not finite', async () => {
    expect(await faultOf(encodeNpy('float64', [3], Float64Array.of(0.1, NaN, 0.3)))).toMatchObject({
      code: 'predictions-not-finite',
      subject: 'row 1',
    });
    expect(await faultOf(text('0.1\n0.2\n-inf'))).toMatchObject({ code: 'predictions-not-finite', subject: 'row 2', got: '-Infinity' });
  });

  it('by row, where they leave the range', async () => {
    expect(await faultOf(text('0.1\n1.5\n0.3'), { range: [0, 1] })).toMatchObject({
      code: 'predictions-out-of-range',
      subject: 'row 1',
      got: '1.5',
    });
    expect(await read(text('0\n1\n0.3'), { ...three, range: [0, 1] })).toEqual(Float64Array.of(0, 1, 0.3));
  });

  it('by id: unknown, repeated and missing ones', async () => {
    expect(await faultOf(text('id,score\n0,0.1\n7,0.2\n1,0.3'))).toMatchObject({
      code: 'predictions-ids',
      subject: '7',
      message: "Line 3: the split has no event '7'.",
    });
    expect((await faultOf(text('id,score\n\n0,0.1\n1,0.2\n0,0.3'))).message).toBe("Line 5: event '0' came on line 3 already.");
    expect((await faultOf(text('id,score\n0,0.1\n2,0.2'))).message).toBe("1 of 3 events are missing, the first is '1'.");
    expect((await faultOf(text('1.5,0.1\n'))).message).toContain("no event '1.5'");
  });

  it('by what a cell holds', async () => {
    expect(await faultOf(text('0.1\nhigh\n0.3'))).toMatchObject({
      code: 'predictions-unreadable',
      message: "Line 2 holds 'high', which is not a number.",
    });
    expect((await faultOf(text('0.1\n0x10\n0.3'))).message).toContain("'0x10'");
    expect((await faultOf(text('id,score\n0,\n1,0.2\n2,0.3'))).message).toContain("Line 2 holds ''");
    expect((await faultOf(text('0;0,1\n1;0,2\n2;0,3'))).code).not.toBe('predictions-length');
  });

  it('by their columns', async () => {
    expect((await faultOf(text('qcd,top\n0.9,0.1\n0.8,0.2\n0.7,0.3'))).message).toContain('which column holds the ids');
    expect((await faultOf(text('1,2,3\n'))).message).toContain('3 columns');
    expect((await faultOf(text('0.1\n0.2,0.3\n'))).message).toBe('Line 2 has 2 columns, the first has 1.');
    expect(await faultOf(encodeNpy('float64', [1, 1, 3], scores))).toMatchObject({
      code: 'predictions-unreadable',
      expected: '(3,), (3, 1) or (3, 2)',
    });
    expect((await faultOf(numpyFiles.npzOfTwo)).message).toContain('holds a, b');
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'file-empty'],
    ['a pickle in an npy file', numpyFiles.objects, 'predictions-unreadable'],
    ['a damaged npz file', numpyFiles.npz.subarray(0, 100), 'predictions-unreadable'],
    ['a damaged gzip file', gzipSync('0.1\n0.2\n0.3').subarray(0, 20), 'predictions-unreadable'],
    ['an HDF5 file', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), 'predictions-unreadable'],
    ['a csv in UTF-16', Buffer.from('\uFEFF0.1\n0.2\n0.3', 'utf16le'), 'predictions-unreadable'],
    ['an open quote', text('"0.1\n0.2\n0.3'), 'predictions-unreadable'],
    ['a line without end', text('1'.repeat(100_000)), 'predictions-unreadable'],
    ['an HTML page', text('<!doctype html>\n<p>404</p>\n<p>not found</p>\n<p></p>'), 'predictions-unreadable'],
  ])('by format: %s', async (_, file, code) => {
    expect((await faultOf(file)).code).toBe(code);
  });

  it('by size, where a small archive unpacks without end', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2, '\n'));
    expect(bomb.length).toBeLessThan(100_000);
    expect((await faultOf(bomb)).code).toBe('file-too-large');
  });
});

const taggers = ['ParticleNet_v2', 'PFN_v0', 'P-CNN_v2', 'EFP_v0'].map((name) => `top-tagging/landscape/${name}.npy`);
describeWithFixtures(taggers, 'published scores', () => {
  it.each(taggers)('of %s are read whole', (tagger) => readsWhole(fixturePath(tagger), 404_000));

  it('come back the same, to the last bit, from tens of thousands of lines of csv in another order', () =>
    survivesCsv(fixturePath('top-tagging/landscape/EFP_v0.npy'), 404_000));

  it('have as many labels', () => {
    expect(readVector('scoring', 'top-tagging/landscape/labels.npy').length).toBe(404_128);
  });
});

describe('simulated scores', () => {
  const file = unpackedVectors('scoring', 'top-tagging/simulated');

  it.each(['sharp', 'double', 'tied'])('of the tagger %s are read whole', (name) => readsWhole(file(`${name}.npy`), 20_000));

  it('come back the same, to the last bit, from thousands of lines of csv in another order', () => survivesCsv(file('double.npy'), 20_000));
});

async function readsWhole(path: string, rows: number): Promise<void> {
  const { data, shape } = await readNpy(path);
  expect(shape[0]).toBe(rows);
  expect(same(await read(path, { rows, select: 1 }), Float64Array.from(data, Number))).toBe(true);
}

async function survivesCsv(path: string, rows: number): Promise<void> {
  const some = (await read(path, { rows, select: 1 })).slice(0, 40_000);
  const lines = Array.from(some, (score, id) => `${id},${score}`).reverse();
  const sent = await read(gzipSync(`id,score\n${lines.join('\n')}`), { rows: some.length, select: 1 });
  expect(same(sent, some)).toBe(true);
}
