import { realpathSync } from 'node:fs';
import type { SandboxMount } from './port';
import { findProgram } from './programs';

/** What checks and attacks use. A model's sandbox has none of them. */
const tools = [
  'cat',
  'chmod',
  'chroot',
  'cp',
  'env',
  'find',
  'grep',
  'head',
  'id',
  'kill',
  'ln',
  'ls',
  'mknod',
  'mount',
  'perl',
  'readlink',
  'setpriv',
  'setsid',
  'sh',
  'sleep',
  'su',
  'sudo',
  'tail',
  'tr',
  'true',
  'truncate',
  'unshare',
  'wc',
  'yes',
];

/** Mounts that show programs of this host in /usr/bin; those that are not installed are left out. */
export function toolMounts(names: readonly string[] = tools): SandboxMount[] {
  return names.flatMap((name) => {
    const program = findProgram(name);
    return program === null ? [] : [{ source: realpathSync(program), target: `/usr/bin/${name}` }];
  });
}
