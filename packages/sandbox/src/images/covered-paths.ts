import { resolve } from 'node:path/posix';
import { profile } from '../profile';
import { invalidImage, printable } from './image-fault';
import type { ImageTree } from './image-tree';
import type { ImageRunConfig } from './run-config';

/** The folders over which the sandbox mounts its own; they are created if the image lacks them. */
export const mountPoints = ['dev', 'input', 'output', 'proc', 'tmp'] as const;

const coveringMount = (path: string): string | undefined =>
  mountPoints.map((name) => `/${name}`).find((mount) => path.startsWith(`${mount}/`));

/**
 * Refuses an image whose program, working directory or a file on the command line lies in a folder that the sandbox mounts over: it
 * would be missing when the container starts. @throws ParticipantFault
 */
export function refuseCoveredPaths(tree: ImageTree, { command, environment, workingDirectory }: ImageRunConfig): void {
  const start = tree.resolve(workingDirectory) ?? workingDirectory;
  refuseBelow(start, 'the working directory', workingDirectory, 'Set another WORKDIR.');
  const [program = '', ...others] = command;
  const programs = program.includes('/')
    ? [resolve(start, program)]
    : (environment.PATH ?? profile.environment.PATH).split(':').map((folder) => resolve(start, folder, program));
  const found = programs.map((path) => tree.resolve(path)).find((path) => path !== null);
  const move = 'Copy it to another folder, /app for one, and name that in ENTRYPOINT.';
  if (found) refuseBelow(found, 'the program', program, move);
  for (const text of others) {
    const path = tree.resolve(resolve(start, text));
    // /dev and /proc exist in the sandbox, whatever the image contains there.
    if (path !== null && !/^\/(dev|proc)\//.test(path)) refuseBelow(path, 'a file of the command', text, move);
  }
}

function refuseBelow(path: string, what: string, named: string, fix: string): void {
  const mount = coveringMount(path);
  if (mount === undefined) return;
  throw invalidImage(`${what} lies in ${mount}, where nothing of the image is to be seen: the sandbox mounts its own there`, {
    expected: `a path outside of ${mountPoints.map((name) => `/${name}`).join(', ')}`,
    got: printable(named),
    fix,
  });
}
