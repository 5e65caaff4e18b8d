import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SandboxMount, SandboxSpec } from '../port';
import { systemFolders } from './system-folders';

/** Creates the root for a command without an image, which sees libraries of the host. @returns the additional mounts for that */
export function fillEmptyRoot(root: string, { mounts, output }: Pick<SandboxSpec, 'mounts' | 'output'>): SandboxMount[] {
  const system = systemFolders();
  mkdirSync(root, { mode: 0o755 });
  for (const { at, to } of system.links) symlinkSync(to, join(root, at));
  for (const name of ['dev', 'proc', 'tmp', ...(output ? ['output'] : [])]) mkdirSync(join(root, name), { mode: 0o755 });
  // Runtimes give a mount the mode of the folder that it covers.
  chmodSync(join(root, 'tmp'), 0o1777);
  for (const { source, target } of [...system.mounts, ...mounts]) {
    const place = join(root, target);
    mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
    if (statSync(source).isDirectory()) mkdirSync(place, { recursive: true, mode: 0o755 });
    else writeFileSync(place, '');
  }
  return system.mounts;
}
