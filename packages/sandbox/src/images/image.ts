import { createHash, type Hash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { ParticipantFault } from '@unblind/contracts';
import { eachEntry, fileStream, openArchive, type Archive } from './archive';
import { mountPoints, refuseCoveredPaths } from './covered-paths';
import { invalidImage } from './image-fault';
import { decompressorOf } from './layer-compression';
import { wrongDigest } from './image-documents';
import { readPlan, type ImagePlan, type Layer } from './image-formats';
import { ImageTree, type TreeChange } from './image-tree';
import type { ImageLimits } from './image-limits';
import { architectureName, canonicalArchitecture } from './platform';
import { runConfigOf, type ImageRunConfig } from './run-config';
import type { Entry } from './tar-reader';

/** An image that has been read and checked completely, without unpacking. */
export interface Image extends ImageRunConfig {
  digest: string;
  layers: number;
  entries: number;
  unpackedBytes: number;
}

/** Called for each accepted entry with the change to the tree; `entry` has the content and the mode. */
export type LayerVisitor = (change: TreeChange, entry: Entry) => Promise<void>;

/**
 * Reads and checks a complete image archive: its structure, its platform, every entry of every layer, every digest. The visitor
 * receives each accepted change in order. The digest of a layer is known only after its last entry, so a visitor must be able to
 * discard its work. @throws ParticipantFault that names what is wrong
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
  if (config.os.toLowerCase() === 'linux' && canonicalArchitecture(config.architecture) === architecture) return;
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
  const decompress = await decompressorOf(archive, layer.file);
  const stored = tap(fileStream(archive, layer.file), packed, () => undefined);
  const plain = decompress ? pipe(stored, decompress) : stored;
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

/** Pipes `from` into `into` and passes errors on, which `stream.pipe` does not. */
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
