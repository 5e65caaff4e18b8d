import { resolve } from 'node:path/posix';
import { profile } from '../profile';
import { invalidImage, printable } from './image-fault';
import type { ImageTree } from './image-tree';
import type { ImageRunConfig } from './run-config';

/** What the sandbox mounts into an image, over whatever lies there; made where the image has no such folder. */
export const mountPoints = ['dev', 'input', 'output', 'proc', 'tmp'] as const;

const mountOver = (path: string): string | undefined => mountPoints.map((name) => `/${name}`).find((mount) => path.startsWith(`${mount}/`));

/**
 * A program, or a file named on its command line, that lies where the sandbox mounts something is not there when the container
 * starts; the working directory neither. @throws ParticipantFault
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
    // /dev/null and /proc/self are there, whatever the image has in their place.
    if (path !== null && !/^\/(dev|proc)\//.test(path)) refuseBelow(path, 'a file of the command', text, move);
  }
}

function refuseBelow(path: string, what: string, named: string, fix: string): void {
  const mount = mountOver(path);
  if (mount === undefined) return;
  throw invalidImage(`${what} lies in ${mount}, where nothing of the image is to be seen: the sandbox mounts its own there`, {
    expected: `a path outside of ${mountPoints.map((name) => `/${name}`).join(', ')}`,
    got: printable(named),
    fix,
  });
}
