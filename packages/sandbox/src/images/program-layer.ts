import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import type { TarEntry } from './write-archive';

/**
 * Tar entries of programs of this machine and their shared libraries, at the same paths. An image can be made of them without a
 * registry.
 */
export function programEntries(programs: readonly string[]): TarEntry[] {
  const paths = new Set(programs.flatMap((program) => [program, ...librariesOf(program)]));
  return [...paths].map((path) => ({ name: path.slice(1), mode: 0o755, content: readFileSync(realpathSync(path)) }));
}

/** The paths that `ldd` prints; none for a static program. */
function librariesOf(program: string): string[] {
  const { stdout, error } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...(error ? '' : stdout).matchAll(/(?:=> |^\s+)(\/\S+)/gm)].map((match) => match[1] ?? '').filter((path) => path !== '');
}
