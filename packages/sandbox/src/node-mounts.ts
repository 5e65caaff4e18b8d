import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { SandboxMount } from './port';

/** The Node that runs this, as a program inside: it may live in /usr/bin, in a home folder, or in a conda environment. */
export const nodeCommand = './opt/node/bin/node';

export function nodeMounts(node = process.execPath): SandboxMount[] {
  const libraries = ownLibraries(node).map((source) => ({ source, target: `/opt/node/lib/${basename(source)}` }));
  return [{ source: node, target: '/opt/node/bin/node' }, ...libraries];
}

/** Shared libraries of a Node that brings its own (conda, for one); those of the system are in /usr, which is mounted. */
function ownLibraries(node: string): string[] {
  if (realpathSync(node).startsWith('/usr/')) return [];
  const { stdout } = spawnSync('ldd', [node], { encoding: 'utf8' });
  const paths = [...(stdout ?? '').matchAll(/=> (\/\S+)/g)].map((match) => realpathSync(match[1] ?? ''));
  return paths.filter((path) => !/^\/(usr|lib\w*)\//.test(path));
}
