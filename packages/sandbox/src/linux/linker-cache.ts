import { spawnSync } from 'node:child_process';
import { findProgram } from '../programs';

/** A shared library that the dynamic linker of this machine finds by its name. */
export interface SharedLibrary {
  name: string;
  path: string;
}

/** The linker's cache, as `ldconfig -p` prints it; empty where there is none. */
export function askLinker(): string {
  const ldconfig = findProgram('ldconfig');
  return ldconfig === null ? '' : spawnSync(ldconfig, ['-p'], { env: {}, encoding: 'utf8' }).stdout;
}

/** The libraries of this processor in a cache as `ldconfig -p` prints it. */
export function librariesIn(cache: string): SharedLibrary[] {
  const architecture = process.arch === 'arm64' ? 'AArch64' : 'x86-64';
  return cache.split('\n').flatMap((line) => {
    const [, name = '', about = '', path = ''] = /^\s*(\S+) \(([^)]*)\) => (\S+)$/.exec(line) ?? [];
    return about.includes(architecture) ? [{ name, path }] : [];
  });
}
