import { chmodSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemFolders } from '../linux/system-folders';
import type { SandboxMount, SandboxSpec } from '../port';

/** The folder that a runtime is started from. */
export interface Bundle {
  folder: string;
  configFile: string;
  /** Where the runtime says what went wrong: its own stderr is the command's too. */
  logFile: string;
  /** The runtime's records of it, which go with the folder. */
  stateFolder: string;
  /** Of a command without an image: empty but for what is mounted. */
  emptyRoot: string;
}

export function makeBundle(): Bundle {
  const folder = mkdtempSync(join(tmpdir(), `unblind-oci-${process.pid}-`));
  // The builder of the sandbox is not root and has to walk through it. It holds no secrets.
  chmodSync(folder, 0o755);
  const at = (name: string): string => join(folder, name);
  return { folder, configFile: at('config.json'), logFile: at('log'), stateFolder: at('state'), emptyRoot: at('root') };
}

/** A command without an image sees the host's /usr; returns what has to be mounted for that, beside its own mounts. */
export function fillEmptyRoot(root: string, { mounts, output }: Pick<SandboxSpec, 'mounts' | 'output'>): SandboxMount[] {
  const system = systemFolders();
  mkdirSync(root, { mode: 0o755 });
  for (const { at, to } of system.links) symlinkSync(to, join(root, at));
  for (const name of ['dev', 'proc', 'tmp', ...(output ? ['output'] : [])]) mkdirSync(join(root, name), { mode: 0o755 });
  // Runtimes give what they mount the mode of the folder below it.
  chmodSync(join(root, 'tmp'), 0o1777);
  for (const { source, target } of [...system.mounts, ...mounts]) {
    const place = join(root, target);
    mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
    if (statSync(source).isDirectory()) mkdirSync(place, { recursive: true, mode: 0o755 });
    else writeFileSync(place, '');
  }
  return system.mounts;
}
