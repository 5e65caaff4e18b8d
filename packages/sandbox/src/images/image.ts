import { createHash, type Hash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ParticipantFault } from '@unblind/contracts';
import { eachEntry, fileStream, openArchive, type Archive, type Entry } from './archive';
import { mountPoints, refuseCoveredPaths } from './covered-paths';
import { invalidImage } from './image-fault';
import { readPlan, wrongDigest, type ImagePlan, type Layer } from './image-formats';
import { ImageTree, type TreeChange } from './image-tree';
import type { ImageLimits } from './image-limits';
import { architectureName } from './platform';
import { runConfigOf, type ImageRunConfig } from './run-config';

/** What was found out about an image by reading all of it, with nothing unpacked. */
export interface Image extends ImageRunConfig {
  digest: string;
  layers: number;
  entries: number;
  unpackedBytes: number;
}

/** Takes what an accepted entry does to the tree, with its content and its mode. */
export type LayerVisitor = (change: TreeChange, entry: Entry) => Promise<void>;

/**
 * Reads an image archive whole and judges it: its structure, platform, every entry of every layer, every digest. With a visitor
 * each accepted change is handed over in order. The digests of a layer are known only after its last entry: who acts on changes
 * must be ready to throw the result away. @throws ParticipantFault that names what is wrong
 */
export async function readImage(path: string, limits: ImageLimits, visit?: LayerVisitor): Promise<Image> {
  const archive = await openArchive(path);
  const architecture = architectureName();
  const plan = await readPlan(archive, architecture);
  checkPlatform(plan, architecture);
  const run = runConfigOf(plan.config);
  const tree = new ImageTree(limits);
  const budget = { left: limits.unpackedBytes };
  for (const layer of plan.layers) await readLayer(archive, layer, { tree, budget, limits, visit });
  tree.checkFolders(mountPoints);
  refuseCoveredPaths(tree, run);
  return { ...run, digest: plan.digest, layers: plan.layers.length, entries: tree.entries, unpackedBytes: tree.bytes };
}

function checkPlatform({ config }: ImagePlan, architecture: string): void {
  if (config.os === 'linux' && config.architecture === architecture) return;
  throw new ParticipantFault('image-platform', {
    message: 'the image is for another kind of machine',
    expected: `linux/${architecture}`,
    got: `${config.os}/${config.architecture}`.slice(0, 100),
    fix: `Build it with \`--platform linux/${architecture}\`.`,
  });
}

interface LayerContext {
  tree: ImageTree;
  budget: { left: number };
  limits: ImageLimits;
  visit: LayerVisitor | undefined;
}

async function readLayer(archive: Archive, layer: Layer, { tree, budget, limits, visit }: LayerContext): Promise<void> {
  const packed = createHash('sha256');
  const unpacked = createHash('sha256');
  tree.startLayer();
  const stored = tap(fileStream(archive, layer.file), packed, () => undefined);
  const plain = layer.gzip ? pipe(stored, createGunzip()) : stored;
  const counted = tap(plain, unpacked, (bytes) => {
    budget.left -= bytes;
    if (budget.left < 0) throw bomb(layer, limits);
  });
  let entries = 0;
  await eachEntry(counted, async (entry) => {
    const change = tree.apply(entry.header);
    entries++;
    await visit?.(change, entry);
  });
  const digest = `sha256:${packed.digest('hex')}`;
  if (layer.digest !== null && layer.digest !== digest) throw wrongDigest(layer.file, layer.digest, digest);
  const diffId = `sha256:${unpacked.digest('hex')}`;
  if (diffId !== layer.diffId) throw wrongDigest(layer.file, layer.diffId, diffId);
  if (entries === 0 && budget.left === limits.unpackedBytes) throw invalidImage('a layer is empty', { subject: layer.file });
}

/** `from` into `into`, with errors handed on as `pipe` does not. */
function pipe<T extends Transform>(from: Readable, into: T): T {
  from.on('error', (error) => into.destroy(error));
  into.on('close', () => from.destroy());
  return from.pipe(into);
}

function tap(from: Readable, hash: Hash, count: (bytes: number) => void): Transform {
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        count(chunk.length);
        hash.update(chunk);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  return pipe(from, transform);
}

function bomb({ file }: Layer, { unpackedBytes }: ImageLimits): ParticipantFault {
  return new ParticipantFault('image-too-large', {
    message: `the layers hold more than ${unpackedBytes} bytes once decompressed`,
    expected: `at most ${unpackedBytes} bytes`,
    subject: file,
    fix: 'Leave out what the submission does not need: build tools, caches, data sets. A multi-stage build helps.',
    limit: { name: 'decompressed bytes', limit: unpackedBytes, peak: null, unit: 'bytes' },
  });
}
