import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { ParticipantFault } from '@unblind/contracts';
import { encodeNpy } from '@unblind/npy';
import { temporaryFolder } from '@unblind/testing';
import { readEverywhere } from '../test/files';
import { zipOf } from '../test/zip';
import { readClassProbabilities, type ClassProbabilityOptions } from './read-class-probabilities';

const options = { rows: 3, classes: ['QCD', 'Hbb', 'Tbqq'] };
const expected = Float64Array.of(0.7, 0.2, 0.1, 0.3, 0.3, 0.4, 0, 0, 1);
const text = (content: string) => Buffer.from(content);
const read = (source: string | Uint8Array, options: ClassProbabilityOptions) =>
  readEverywhere(source, (file) => readClassProbabilities(file, options));
const column = (k: number) => encodeNpy('float64', [3], Float64Array.of(expected[k]!, expected[3 + k]!, expected[6 + k]!));
const npzOf = (arrays: Record<string, Uint8Array>) =>
  zipOf(Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, array])));
const matrix = encodeNpy('float64', [3, 3], expected);

async function faultOf(source: string | Uint8Array, more: Partial<Parameters<typeof readClassProbabilities>[1]> = {}) {
  const result: unknown = await read(source, { ...options, ...more }).catch((error: unknown) => error);
  if (!(result instanceof ParticipantFault)) throw new Error(`no fault, but ${String(result)}`);
  return result.detail;
}

describe('files of class probabilities', () => {
  const folder = temporaryFolder();
  const files: [string, Uint8Array][] = [
    ['[N, K]', matrix],
    ['npz of one array', npzOf({ anything: matrix })],
    ['npz of several, one called probabilities', npzOf({ ids: column(0), probabilities: matrix })],
    ['npz of an array for each class, in any order', npzOf({ Tbqq: column(2), QCD: column(0), Hbb: column(1) })],
    ['csv', text('QCD,Hbb,Tbqq\n0.7,0.2,0.1\n.3,.3,.4\n0,0,1\n')],
    ['csv with its columns in another order', text('Tbqq,QCD,Hbb\n0.1,0.7,0.2\n0.4,0.3,0.3\n1,0,0\n')],
    ['csv keyed by id, in any order', text('id,Hbb,QCD,Tbqq\n2,0,0,1\n0,0.2,0.7,0.1\n1,3e-1,0.3,0.4\n')],
    ['csv as pandas writes a frame', text(',QCD,Hbb,Tbqq\n0,0.7,0.2,0.1\n1,0.3,0.3,0.4\n2,0.0,0.0,1.0\n')],
    ['csv.gz', gzipSync('QCD,Hbb,Tbqq\n0.7,0.2,0.1\n0.3,0.3,0.4\n0,0,1\n')],
  ];

  it.each(files)('%s', async (name, bytes) => {
    expect(await read(bytes, options)).toEqual(expected);
    const file = folder.path(`${files.findIndex(([other]) => other === name)}`);
    await writeFile(file, bytes);
    expect(await read(file, options)).toEqual(expected);
  });

  it('may call a class what ids are called too', async () => {
    const probabilities = await read(text('event,noise\n0.25,0.75\n'), { rows: 1, classes: ['event', 'noise'] });
    expect(probabilities).toEqual(Float64Array.of(0.25, 0.75));
  });
});

describe('files of class probabilities that are refused', () => {
  it('by a column that is missing, unknown or twice there, naming the class', async () => {
    expect(await faultOf(text('QCD,Hbb\n0.5,0.5\n'))).toMatchObject({
      code: 'predictions-unreadable',
      message: 'There is no column for the class Tbqq.',
      expected: 'a column for each of QCD, Hbb, Tbqq',
      fix: 'Name a column Tbqq.',
    });
    expect(await faultOf(text('QCD,hbb,Tbqq\n0.5,0.5,0\n'))).toMatchObject({
      message: 'There is no column for the class Hbb.',
      fix: "Did you mean Hbb by 'hbb'?",
    });
    expect(await faultOf(text('QCD,Hbb,Tbqq,Tbqqq\n0.5,0.5,0,0\n'))).toMatchObject({
      message: "The column 'Tbqqq' is no class of this challenge.",
      fix: 'Did you mean Tbqq? That has a column already.',
    });
    expect((await faultOf(text('QCD,Hbb,Tbqq,Hbb\n0.5,0.5,0,0\n'))).message).toBe('There are two columns for the class Hbb.');
    expect((await faultOf(text('id,QCD,Hbb,Tbqq,row\n0,1,0,0,0\n'))).message).toBe('There are two columns of ids.');
    // Without a header the first line is taken for one.
    expect((await faultOf(text('0.7,0.2,0.1\n'))).message).toBe('There is no column for the class QCD.');
  });

  it('by length and by id', async () => {
    expect((await faultOf(text('QCD,Hbb,Tbqq\n1,0,0\n'))).message).toBe('The split has 3 events; the file has 1 rows below its header.');
    expect((await faultOf(text(`QCD,Hbb,Tbqq\n${'1,0,0\n'.repeat(4)}`))).message).toContain('more than 3 rows');
    expect((await faultOf(text('id,QCD,Hbb,Tbqq\n7,1,0,0\n'))).code).toBe('predictions-ids');
    expect((await faultOf(text('id,QCD,Hbb,Tbqq\n0,1,0,0\n1,1,0,0\n'))).message).toContain('1 of 3 events are missing');
    expect((await faultOf(npzOf({ QCD: column(0), Hbb: column(1), Tbqq: encodeNpy('float64', [2], new Float64Array(2)) }))).got).toContain(
      'Tbqq',
    );
  });

  it('by cell, with line and class', async () => {
    expect((await faultOf(text('QCD,Hbb,Tbqq\n1,0,0\n0,high,0\n'))).message).toBe(
      "Line 3, column Hbb holds 'high', which is not a number.",
    );
    expect((await faultOf(text('QCD,Hbb,Tbqq\n1,0\n'))).message).toBe('Line 2 has 2 columns, the header has 3.');
  });

  it('by shape, with the classes that are wanted', async () => {
    expect(await faultOf(encodeNpy('float32', [3, 2], new Float32Array(6)))).toMatchObject({
      message: 'The array is float32 (3, 2); there are 3 classes.',
      expected: '(3, 3) with the columns QCD, Hbb, Tbqq',
    });
    expect((await faultOf(encodeNpy('float32', [9], new Float32Array(9)))).code).toBe('predictions-unreadable');
    expect((await faultOf(encodeNpy('float32', [2, 3], new Float32Array(6)))).code).toBe('predictions-length');
    expect((await faultOf(npzOf({ QCD: column(0), hbb: column(1) }))).message).toBe('The npz file holds QCD, hbb.');
    expect((await faultOf(Buffer.alloc(0))).code).toBe('file-empty');
  });
});
