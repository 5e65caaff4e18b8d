import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DamagedTar } from './tar-header';
import { tarEntries } from './tar-reader';
import { tarOf } from './write-archive';

const block = 512;
const zeros = (blocks: number) => Buffer.alloc(blocks * block);

/** A copy with other bytes in the header at `start`, and its checksum made right again. */
function patched(tar: Buffer, start: number, at: number, bytes: string | Buffer, signed = false): Buffer {
  const copy = Buffer.from(tar);
  Buffer.from(bytes).copy(copy, start + at);
  copy.write(' '.repeat(8), start + 148, 'latin1');
  const sum = copy.subarray(start, start + block).reduce((total, byte) => total + (signed ? (byte << 24) >> 24 : byte), 0);
  copy.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148, 'latin1');
  return copy;
}

/** What is read of a stream that arrives in pieces of `step` bytes. */
async function read(tar: Buffer, step = 1000): Promise<[string, string | null, string][]> {
  const pieces = Array.from({ length: Math.ceil(tar.length / step) }, (_, at) => tar.subarray(at * step, (at + 1) * step));
  const entries: [string, string | null, string][] = [];
  for await (const { header, content } of tarEntries(Readable.from(pieces)))
    entries.push([header.name, header.type, (await buffer(content)).toString()]);
  return entries;
}

const one = { name: 'one', content: 'first' };
const two = { name: 'two', content: 'x'.repeat(block) };
const both = [
  ['one', 'file', 'first'],
  ['two', 'file', 'x'.repeat(block)],
];

describe('a tar stream', () => {
  it.each([1, 7, 511, 512, 513, 100_000])('is read the same in pieces of %i bytes', async (step) => {
    expect(await read(await tarOf([one, two]), step)).toEqual(both);
  });

  it('may come from before POSIX: without a magic word, with folders that are told by a slash and signed sums', async () => {
    const old = (tar: Buffer) => patched(tar, 0, 257, Buffer.alloc(255));
    expect(await read(old(await tarOf([one, two])))).toEqual(both);
    expect(await read(patched(old(await tarOf([{ name: 'folder/', content: '' }])), 0, 156, '\0'))).toEqual([['folder/', 'directory', '']]);
    expect(await read(patched(await tarOf([one]), 0, 265, 'ü', true))).toEqual([['one', 'file', 'first']]);
  });

  it('ends at two blocks of zeros, whatever follows them, or where the bytes end', async () => {
    const [tar, other] = [await tarOf([one, two]), await tarOf([{ name: 'other', content: 'x' }])];
    const bare = tar.subarray(0, tar.length - 2 * block);
    for (const end of [zeros(0), zeros(1), zeros(20), Buffer.concat([zeros(2), other]), Buffer.concat([zeros(2), Buffer.from('noise')])])
      expect(await read(Buffer.concat([bare, end]))).toEqual(both);
    await expect(read(Buffer.concat([bare, zeros(1), other]))).rejects.toThrow('goes on after a block of zeros');
  });

  it('has no content behind a link, whatever size its header states', async () => {
    const tar = await tarOf([{ name: 'link', type: 'link', linkname: 'one' }, one]);
    expect(await read(patched(tar, 0, 124, '00000001130'))).toEqual([
      ['link', 'link', ''],
      ['one', 'file', 'first'],
    ]);
  });

  it('may give names and sizes in a pax header; one for the whole archive changes no entry', async () => {
    const pax = { path: 'ü'.repeat(100), size: '5' };
    expect(await read(await tarOf([{ ...one, pax }, two]))).toEqual([
      ['ü'.repeat(100), 'file', 'first'],
      ['two', 'file', 'x'.repeat(block)],
    ]);
    const global = patched(await tarOf([{ ...one, pax: { path: 'other', size: '1' } }]), 0, 156, 'g').subarray(0, 2 * block);
    expect(await read(Buffer.concat([global, await tarOf([one])]))).toEqual([['one', 'file', 'first']]);
  });

  it.each<[string, (tar: Buffer) => Buffer, string]>([
    ['a wrong sum', (tar) => Buffer.concat([Buffer.from('X'), tar.subarray(1)]), 'checksum'],
    ['an end within a header', (tar) => tar.subarray(0, 100), 'ends within'],
    ['an end within the content', (tar) => tar.subarray(0, block + 3), 'ends within'],
    ['an end within the padding', (tar) => tar.subarray(0, block + 100), 'ends within'],
    ['a size that is no number', (tar) => patched(tar, 0, 124, '0000000000z'), 'not octal'],
    ['a size beyond every file', (tar) => patched(tar, 0, 124, Buffer.alloc(12, 0xff)), 'out of range'],
    ['a long name of no entry', (tar) => Buffer.concat([patched(tar, 0, 156, 'L').subarray(0, 2 * block), zeros(2)]), 'before the entry'],
    ['a pax header that is none', (tar) => patched(tar, 0, 156, 'x'), 'pax header is damaged'],
  ])('is refused for %s', async (_what, damage, message) => {
    const failure = read(damage(await tarOf([one])));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(DamagedTar);
  });
});
