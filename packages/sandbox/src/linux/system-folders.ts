import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SandboxMount } from '../port';
import { askLinker, librariesIn } from './linker-cache';

export interface SystemFolders {
  mounts: SandboxMount[];
  links: { at: string; to: string }[];
}

let found: SystemFolders | null = null;

/**
 * What a command without an image sees of this machine: the folders of shared libraries, the dynamic linker and its cache, the links that
 * lead there, and a few files that Node reads. No programs, and nothing else of /usr or /etc.
 */
export function systemFolders(): SystemFolders {
  return (found ??= find());
}

function find(): SystemFolders {
  const links = ['/bin', '/sbin', '/lib', '/lib32', '/lib64'].filter((path) => isLink(path));
  const paths = [...libraryFolders(), ...readByNode.filter((path) => existsSync(path))];
  return {
    links: links.map((at) => ({ at, to: readlinkSync(at) })),
    mounts: [...paths.map((path) => ({ source: path, target: path })), ...linker()],
  };
}

/** Debian's Node reads some of its own modules from the second. */
const readByNode = ['/etc/ld.so.cache', '/usr/share/nodejs', '/etc/ssl/openssl.cnf'];

/** The folders of the linker's cache, and of what this Node itself is linked with; none lies in another. */
function libraryFolders(): string[] {
  const paths = [...librariesIn(askLinker()).map(({ path }) => path), ...linkedLibraries(process.execPath)];
  const folders = [...new Set(paths.filter((path) => existsSync(path)).map((path) => realpathSync(dirname(path))))];
  // A Node of a home folder or a conda environment has libraries beside it: `nodeMounts` shows those one by one.
  const ofSystem = folders.filter((folder) => /^\/(usr|lib\w*)\//.test(`${folder}/`));
  return ofSystem.filter((folder) => !ofSystem.some((other) => folder.startsWith(`${other}/`))).sort();
}

/** The paths of shared libraries that `ldd` prints; none for a static program. */
export function linkedLibraries(program: string): string[] {
  const { stdout, error } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...(error ? '' : stdout).matchAll(/=> (\/\S+)/g)].map((match) => match[1] ?? '');
}

/** The dynamic linker that programs name, which is not always in a folder of libraries. */
function linker(): SandboxMount[] {
  const names = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'].filter((path) => existsSync(path));
  return names.map((path) => ({ source: realpathSync(path), target: join(realpathSync(dirname(path)), basename(path)) }));
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
