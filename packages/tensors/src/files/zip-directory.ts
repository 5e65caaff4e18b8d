import { NotReadHere, type SourceFile, type ZipEntry } from './source-file';

const endOfDirectory = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff };
const directoryEntry = { signature: 0x02014b50, bytes: 46 };
const localHeaderBytes = 30;
const encrypted = 1;
const [stored, deflated] = [0, 8];

/**
 * The entries of a zip file, from the directory at its end. @param inflate what unpacks a range of the file
 * @throws Error where there is no directory; NotReadHere for what few archives have: more than 4 GB, or another compression
 */
export async function zipDirectory(
  file: SourceFile,
  inflate: (start: number, end: number) => AsyncIterable<Uint8Array>,
): Promise<ZipEntry[]> {
  const { start, bytes, count } = await endOf(file);
  const directory = viewOf(await file.read(start, start + bytes));
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + directoryEntry.bytes > directory.byteLength || directory.getUint32(at, true) !== directoryEntry.signature)
      throw new Error('Invalid central directory file header signature');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => directory.getUint16(at + offset, true));
    const end = at + directoryEntry.bytes + (nameBytes ?? 0);
    entries.push(entryAt(file, directory, { at, end }, inflate));
    at = end + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return entries;
}

async function endOf(file: SourceFile): Promise<{ start: number; bytes: number; count: number }> {
  const size = await file.size();
  const tail = viewOf(await file.read(Math.max(0, size - endOfDirectory.bytes - endOfDirectory.longestComment), size));
  for (let at = tail.byteLength - endOfDirectory.bytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endOfDirectory.signature) continue;
    const [count, bytes, start] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    if (count === 0xffff || start === 0xffffffff) throw new NotReadHere('The archive has a directory of 64 bits.');
    return { start, bytes, count };
  }
  throw new Error('End of central directory record signature not found. Either not a zip file, or file is truncated.');
}

function entryAt(
  file: SourceFile,
  directory: DataView,
  { at, end }: { at: number; end: number },
  inflate: (start: number, end: number) => AsyncIterable<Uint8Array>,
): ZipEntry {
  const name = new TextDecoder().decode(
    new Uint8Array(directory.buffer, directory.byteOffset + at + directoryEntry.bytes, end - at - directoryEntry.bytes),
  );
  const [flags, method] = [directory.getUint16(at + 8, true), directory.getUint16(at + 10, true)];
  const sizeAt = (place: number): number => directory.getUint32(at + place, true);
  const [packed, bytes, offset] = [sizeAt(20), sizeAt(24), sizeAt(42)];
  async function* content(): AsyncGenerator<Uint8Array> {
    if ((flags & encrypted) !== 0 || (method !== stored && method !== deflated) || [packed, bytes, offset].includes(0xffffffff))
      throw new NotReadHere('The archive is encrypted, very large or of a rare compression.');
    const header = viewOf(await file.read(offset, offset + localHeaderBytes));
    if (header.byteLength < localHeaderBytes) throw new Error('A file in the archive is cut off.');
    const start = offset + localHeaderBytes + header.getUint16(26, true) + header.getUint16(28, true);
    const pieces = method === stored ? [await file.read(start, start + packed)] : inflate(start, start + packed);
    let come = 0;
    for await (const piece of pieces) {
      come += piece.length;
      if (come > bytes) break;
      yield piece;
    }
    if (come !== bytes) throw new Error(`too ${come > bytes ? 'many' : 'few'} bytes in the stream. expected ${bytes}`);
  }
  return { name, bytes, content };
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView => new DataView(buffer, byteOffset, byteLength);
