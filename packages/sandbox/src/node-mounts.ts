import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { linkedLibraries } from './linux/system-folders';
import type { SandboxMount } from './port';

/** The path inside the sandbox of the Node that runs this process; on the host it may lie in /usr/bin, a home folder or a conda environment. */
export const nodeCommand = './opt/node/bin/node';

export function nodeMounts(node = process.execPath): SandboxMount[] {
  const libraries = ownLibraries(node).map((source) => ({ source, target: `/opt/node/lib/${basename(source)}` }));
  return [{ source: node, target: '/opt/node/bin/node' }, ...libraries];
}

/** Shared libraries of a Node that brings its own, such as conda's. The system's libraries are visible anyway. */
function ownLibraries(node: string): string[] {
  if (realpathSync(node).startsWith('/usr/')) return [];
  return linkedLibraries(node)
    .map((path) => realpathSync(path))
    .filter((path) => !/^\/(usr|lib\w*)\//.test(path));
}
