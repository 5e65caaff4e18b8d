import { chmodSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemFolders } from '../linux/system-folders';
import type { SandboxMount, SandboxSpec } from '../port';

/** The OCI bundle, the folder from which a runtime starts a container. */
export interface Bundle {
  folder: string;
  configFile: string;
  /** The runtime's log. Its errors are read from here, because it shares stderr with the command. */
  logFile: string;
  /** The runtime writes the id of the container's process into it once the sandbox is built; the command cannot reach it. */
  pidFile: string;
  /** The runtime's state of the container, which is removed with the folder. */
  stateFolder: string;
  /** The root of a command without an image: empty except for mount points. */
  emptyRoot: string;
}

export function makeBundle(): Bundle {
  const folder = mkdtempSync(join(tmpdir(), `unblind-oci-${process.pid}-`));
  // The user that builds the sandbox is not root and must be able to walk through the folder. It holds no secrets.
  chmodSync(folder, 0o755);
  const at = (name: string): string => join(folder, name);
  return { folder, configFile: at('config.json'), logFile: at('log'), pidFile: at('pid'), stateFolder: at('state'), emptyRoot: at('root') };
}

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
