/** A tar stream that is not one. The rules are those of Go's archive/tar, which reads images in docker, podman, skopeo and containerd. */
export class DamagedTar extends Error {}

export const blockBytes = 512;

type TarType = 'file' | 'link' | 'symlink' | 'character-device' | 'block-device' | 'directory' | 'fifo' | 'contiguous-file';

export interface TarHeader {
  name: string;
  /** null for kinds that are not of POSIX: the sparse files and volume labels of GNU tar, for two. */
  type: TarType | null;
  /** Of the content that follows; 0 for what has none, whatever the header says. */
  size: number;
  /** Permission bits. */
  mode: number;
  linkname: string;
  /** The extended header's records. */
  pax: ReadonlyMap<string, string>;
}

/** One block of 512 bytes, before the long names in front of it are applied. */
export interface RawHeader {
  name: string;
  flag: string;
  size: number;
  mode: number;
  linkname: string;
}

const types: Readonly<Record<string, TarType>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'contiguous-file',
};

/** Fields of a header: offset and length. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  checksum: [148, 8],
  flag: [156, 1],
  linkname: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
  /** star keeps times behind a shorter prefix, and its name at the end. */
  starPrefix: [345, 131],
  starTrailer: [508, 4],
} as const;
type Field = keyof typeof fields;

const bytesOf = (block: Buffer, field: Field): Buffer => {
  const [offset, length] = fields[field];
  return block.subarray(offset, offset + length);
};

/** A text ends at its first zero byte. */
export function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

export const isZero = (block: Buffer): boolean => block.every((byte) => byte === 0);

/** @throws DamagedTar */
export function rawHeaderOf(block: Buffer): RawHeader {
  checkSum(block);
  const magic = bytesOf(block, 'magic').toString('latin1');
  const name = textOf(bytesOf(block, 'name'));
  const prefix = magic.startsWith('ustar\0') ? textOf(bytesOf(block, isStar(block) ? 'starPrefix' : 'prefix')) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    flag: bytesOf(block, 'flag').toString('latin1'),
    size: numberOf(bytesOf(block, 'size')),
    mode: numberOf(bytesOf(block, 'mode')) & 0o7777,
    linkname: textOf(bytesOf(block, 'linkname')),
  };
}

const isStar = (block: Buffer): boolean => bytesOf(block, 'starTrailer').toString('latin1') === 'tar\0';

/** The sum of all bytes, its own field taken as spaces; old writers summed signed bytes. */
function checkSum(block: Buffer): void {
  const stated = numberOf(bytesOf(block, 'checksum'));
  const [start, length] = fields.checksum;
  let unsigned = 0x20 * length;
  let signed = unsigned;
  for (const [at, byte] of block.entries()) {
    if (at >= start && at < start + length) continue;
    unsigned += byte;
    signed += (byte << 24) >> 24;
  }
  if (stated !== unsigned && stated !== signed) throw new DamagedTar('the checksum of a tar header is wrong');
}

/** Octal digits, or big-endian binary (GNU) if the first bit is set. */
function numberOf(bytes: Buffer): number {
  const first = bytes[0] ?? 0;
  if ((first & 0x80) !== 0) {
    const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
    if (!Number.isSafeInteger(value)) throw new DamagedTar('a number of a tar header is out of range');
    return value;
  }
  const digits = textOf(Buffer.from(bytes.toString('latin1').replace(/^[ \0]+|[ \0]+$/g, ''), 'latin1'));
  if (!/^[0-7]*$/.test(digits)) throw new DamagedTar('a number of a tar header is not octal');
  return digits === '' ? 0 : parseInt(digits, 8);
}

/** The records of a pax header: `length key=value\n`. @throws DamagedTar */
export function paxRecords(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const digits = bytes.toString('latin1', at, space < 0 ? bytes.length : space);
    const end = at + Number(digits);
    const equals = bytes.indexOf(0x3d, space);
    const isRecord = /^[0-9]{1,9}$/.test(digits) && end <= bytes.length && bytes[end - 1] === 0x0a && equals > space + 1 && equals < end;
    if (!isRecord) throw new DamagedTar('a record of a pax header is damaged');
    records.set(bytes.toString('utf8', space + 1, equals), bytes.toString('utf8', equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** What stands in front of an entry. */
export interface Prelude {
  pax: ReadonlyMap<string, string>;
  longName: string;
  longLink: string;
}

/** An entry's header with its long names. An empty record leaves the header's own value. @throws DamagedTar */
export function headerOf(raw: RawHeader, { pax, longName, longLink }: Prelude): TarHeader {
  const name = longName || pax.get('path') || raw.name;
  const linkname = longLink || pax.get('linkpath') || raw.linkname;
  if ([name, linkname].some((text) => text.includes('\0'))) throw new DamagedTar('a name of a tar header contains a zero byte');
  // Archives from before POSIX tell folders by a slash.
  const type = raw.flag === '\0' && name.endsWith('/') ? 'directory' : (types[raw.flag] ?? null);
  const hasContent = type === null || type === 'file' || type === 'contiguous-file';
  return { name, linkname, type, mode: raw.mode, pax, size: hasContent ? sizeOf(raw, pax) : 0 };
}

function sizeOf(raw: RawHeader, pax: ReadonlyMap<string, string>): number {
  const stated = pax.get('size') || null;
  if (stated === null) return raw.size;
  const size = Number(stated);
  if (!/^[0-9]+$/.test(stated) || !Number.isSafeInteger(size)) throw new DamagedTar('the size of a pax header is no number');
  return size;
}
