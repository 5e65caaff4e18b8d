import { chmodSync, existsSync, lstatSync, mkdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { refusedEntry } from '../images/image-fault';
import type { SandboxMount, SandboxSpec } from '../port';

/** A run of an image with a GPU has the driver's files mounted too, at places that are made in the image for them. */
export function withDriver(spec: SandboxSpec): SandboxSpec {
  const { image, gpu } = spec;
  if (!image || !gpu) return spec;
  return { ...spec, mounts: [...spec.mounts, ...gpu.driver.map((mount) => placed(image.root, mount))] };
}

/** The links of an image lead on within it, never to the host: they are followed here, before anything is made behind them. */
function placed(root: string, { source, target }: SandboxMount): SandboxMount {
  const place = placeOf(root, target);
  const isFolder = statSync(source).isDirectory();
  makeFolder(root, isFolder ? place : dirname(place));
  const path = join(root, place);
  if (!existsSync(path)) writeFileSync(path, '', { flag: 'wx', mode: 0o644 });
  if (statSync(path).isDirectory() !== isFolder) throw refusedEntry(target, reason);
  return { source, target: place };
}

const mostLinks = 40;
const reason = 'the driver of the GPU is mounted there, so that it has to be a place for that';

/** Where a path of the image really is, from the image's root on; what is not there yet counts as a folder. */
function placeOf(root: string, target: string): string {
  const ahead = target.split('/').filter(Boolean);
  let place = '/';
  for (let links = 0; ahead.length > 0;) {
    const next = resolve(place, ahead.shift() ?? '.');
    const found = lstatSync(join(root, next), { throwIfNoEntry: false });
    if (!found?.isSymbolicLink()) {
      place = next;
      continue;
    }
    if (++links > mostLinks) throw refusedEntry(target, reason);
    const link = readlinkSync(join(root, next));
    if (link.startsWith('/')) place = '/';
    ahead.unshift(...link.split('/').filter(Boolean));
  }
  return place;
}

function makeFolder(root: string, folder: string): void {
  const path = join(root, folder);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw refusedEntry(folder, reason);
  makeFolder(root, dirname(folder));
  mkdirSync(path);
  // Against a strict umask.
  chmodSync(path, 0o755);
}
