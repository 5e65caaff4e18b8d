import { bashFlags, closeDescriptorsAbove } from '../inherited-descriptors';

/**
 * What happens between the runner and bubblewrap, as root where the runner is root: optionally stage files, join the cgroup,
 * close what was inherited, then become the program that the arguments end in.
 *
 * Arguments: steps (`tmpfs DIR`, `folder DIR`, `file PATH`, `bind SOURCE TARGET`, `copy SOURCE TARGET`, `join FILE`), `--`, command.
 * Descriptors 0-4 pass: the three streams, the seccomp filter (3), bubblewrap's status (4).
 */
export const seccompDescriptor = 3;
export const statusDescriptor = 4;

const script = `
set -eu
umask 022
while [ "$1" != -- ]; do
  case "$1" in
    tmpfs) mount -t tmpfs -o mode=755,nosuid,nodev staging "$2"; shift 2 ;;
    folder) mkdir "$2"; shift 2 ;;
    file) : > "$2"; shift 2 ;;
    bind) mount --bind "$2" "$3"; shift 3 ;;
    copy) cp -rL --no-preserve=mode "$2" "$3"; chmod -R a+rX "$3"; shift 3 ;;
    join) echo $$ > "$2"; shift 2 ;;
  esac
done
shift
${closeDescriptorsAbove(statusDescriptor)}exec "$@"
`;

export type LaunchStep =
  ['tmpfs', string] | ['folder', string] | ['file', string] | ['bind', string, string] | ['copy', string, string] | ['join', string];

export function launchCommand(bash: string, steps: readonly LaunchStep[], command: readonly string[]): string[] {
  return [bash, ...bashFlags, '-c', script, 'launcher', ...steps.flat(), '--', ...command];
}
