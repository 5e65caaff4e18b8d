import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, crc32, deflateRawSync } from 'node:zlib';
import { loadChallenge } from '@unblind/challenges';
import { ParticipantFault, type Manifest } from '@unblind/contracts';
import { npyOf } from '@unblind/npy';
import { nodeCommand, nodeMounts } from '@unblind/sandbox';
import { FileReader } from '../../packages/runner/src/reader/file-reader';
import { limits, type Attack, type Target } from './attack';

const MiB = 1024 ** 2;
const rows = 1000;

/** Files of predictions that were made to harm who reads them. */
interface HostileFile {
  name: string;
  expected: string;
  challenge: string;
  filename: string;
  write: (path: string) => Promise<void> | void;
  /** A program that reads the file without a care, in 1 GiB. It prints what that cost, or dies. */
  careless: string;
}

const hostile = ({ name, expected, challenge, filename, write, careless }: HostileFile): Attack => ({
  name: `file: ${name}`,
  expected,
  async run({ provider, folder }) {
    const file = path.join(folder, filename);
    await write(file);
    const { manifest } = await loadChallenge(challenge);
    return readAside(new FileReader(provider), file, manifest);
  },
  async control(target) {
    const file = path.join(target.folder, filename);
    await write(file);
    return readCarelessly(target, file, careless);
  },
});

/** The reader may cost this process neither its event loop nor its memory. */
async function readAside(reader: FileReader, file: string, manifest: Manifest): Promise<string> {
  const before = process.memoryUsage().rss;
  let turns = 0;
  const loop = setInterval(() => turns++, 5);
  try {
    await reader.readPredictions(file, path.basename(file), { manifest, form: {}, rows, entries: rows });
    return 'got: it was read';
  } catch (error) {
    if (!(error instanceof ParticipantFault)) return `platform: ${String(error)}`;
    if (turns < 3) return 'got: the event loop';
    if (process.memoryUsage().rss - before > 128 * MiB) return 'got: the memory of the runner';
    return `refused: ${error.detail.code}`;
  } finally {
    clearInterval(loop);
  }
}

async function readCarelessly({ provider }: Target, file: string, careless: string): Promise<string> {
  const script = `const fs = require('fs'), zlib = require('zlib'); const bytes = fs.readFileSync('./in'); ${careless}`;
  const { limitHit, exitCode, stdout } = await provider.run({
    command: [nodeCommand, '--max-old-space-size=768', '-e', script],
    mounts: [...nodeMounts(), { source: file, target: '/in' }],
    limits: limits({ memoryBytes: 1024 * MiB, wallSeconds: 60, cpuSeconds: 60 }),
  });
  if (limitHit !== null || exitCode !== 0) return `killed: ${limitHit ?? 'it died'}`;
  return `got: ${stdout.toString('utf8').trim()}`;
}

/** A schema makes an issue of every element. */
const parse = `const issues = []; for (const set of JSON.parse(bytes)) for (const name of ['mu_hats', 'p16', 'p84'])
  if (!(name in set)) issues.push({ path: [name], message: 'missing' }); console.log(issues.length + ' issues');`;

const objects = (name: string, bytes: number, expected: string): Attack =>
  hostile({
    name: `${name} of [{},{},...] as intervals`,
    expected,
    challenge: 'higgsml-uncertainty',
    filename: 'intervals.json',
    write: (file) => writeFileSync(file, `[${'{},'.repeat(Math.floor(bytes / 3) - 1)}{}]`),
    careless: parse,
  });

/** `claimed` is the size that the archive's directory states. */
function zipOf(content: Buffer, claimed: number): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const name = Buffer.from('scores.npy');
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(claimed, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

const inflate = `const at = 30 + bytes.readUInt16LE(26); const out = zlib.inflateRawSync(bytes.subarray(at, at + bytes.readUInt32LE(18)));
  console.log(bytes.length + ' bytes made ' + out.length);`;
const bomb = npyOf(new Float32Array(96 * MiB));

async function* lines(count: number, line: string): AsyncGenerator<string> {
  const block = line.repeat(64 * 1024);
  for (let at = 0; at < count; at += 64 * 1024) yield block;
}
const gunzip = `let n = 0; const unzip = zlib.createGunzip(); unzip.on('data', (chunk) => (n += chunk.length));
  unzip.on('end', () => console.log(bytes.length + ' bytes made ' + n)); unzip.end(bytes);`;

const csv = (name: string, challenge: string, line: string, expected: string): Attack =>
  hostile({
    name,
    expected,
    challenge,
    filename: 'predictions.csv.gz',
    write: (file) => pipeline(Readable.from(lines((512 * MiB) / line.length, line)), createGzip(), createWriteStream(file)),
    careless: gunzip,
  });

export const fileReadingAttacks: Attack[] = [
  objects('90 kB', 90e3, 'refused: predictions-unreadable'),
  objects('0.9 MB', 0.9e6, 'refused: predictions-unreadable'),
  objects('9 MB', 9e6, 'refused: file-too-large'),
  objects('256 MiB', 256 * MiB, 'refused: file-too-large'),
  hostile({
    name: 'a bomb as npz',
    expected: 'refused: predictions-unreadable',
    challenge: 'top-tagging',
    filename: 'scores.npz',
    write: (file) => writeFileSync(file, zipOf(bomb, bomb.length)),
    careless: inflate,
  }),
  hostile({
    name: 'a bomb as npz that claims to be small',
    expected: 'refused: predictions-unreadable',
    challenge: 'top-tagging',
    filename: 'scores.npz',
    write: (file) => writeFileSync(file, zipOf(bomb, 4096)),
    careless: inflate,
  }),
  csv('a bomb of numbers as csv.gz', 'top-tagging', '0.5000000\n', 'refused: predictions-length'),
  csv('a bomb of empty lines as csv.gz', 'top-tagging', '\n', 'refused: file-too-large'),
  csv('a bomb of rows as csv.gz of a table', 'higgsml-2014', 'EventId,RankOrder,Class\n', 'refused: predictions-unreadable'),
];
