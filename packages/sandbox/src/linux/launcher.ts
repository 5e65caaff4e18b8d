import { bashFlags, closeDescriptorsAbove } from '../inherited-descriptors';

/**
 * The bash script that starts bubblewrap or a container runtime, as root if the runner is root. It stages files, joins the cgroup,
 * closes inherited descriptors, then executes the command at the end of its arguments.
 *
 * Arguments: steps (`tmpfs DIR`, `folder DIR`, `file PATH`, `bind SOURCE TARGET`, `copy SOURCE TARGET`, `writable DIR BYTES INODES UID EXEC`
 * with `exec` or `noexec` as the last, `join FILE`), `--`, command.
 * Descriptors 0 to 4 are passed on: the three streams, the seccomp filter (3), bubblewrap's status (4).
 */
export const seccompDescriptor = 3;
export const statusDescriptor = 4;

const prepare = `
set -eu
umask 022
while [ "$1" != -- ]; do
  case "$1" in
    tmpfs) mount -t tmpfs -o mode=755,nosuid,nodev staging "$2"; shift 2 ;;
    folder) mkdir "$2"; shift 2 ;;
    file) : > "$2"; shift 2 ;;
    bind) mount --bind "$2" "$3"; shift 3 ;;
    copy) cp -rL --no-preserve=mode "$2" "$3"; chmod -R a+rX "$3"; shift 3 ;;
    writable) mkdir "$2"; mount -t tmpfs -o "size=$3,nr_inodes=$4,mode=700,uid=$5,nosuid,nodev,$6" writable "$2"; shift 6 ;;
    join) echo $$ > "$2"; shift 2 ;;
  esac
done
shift
`;
const start = 'exec "$@"';

export type LaunchStep =
  | ['writable', string, string, string, string, 'exec' | 'noexec']
  | ['tmpfs', string]
  | ['folder', string]
  | ['file', string]
  | ['bind', string, string]
  | ['copy', string, string]
  | ['join', string];

/** `last` is the highest descriptor that the command inherits. */
export function launchCommand(bash: string, steps: readonly LaunchStep[], command: readonly string[], last: number): string[] {
  return [bash, ...bashFlags, '-c', `${prepare}${closeDescriptorsAbove(last)}${start}`, 'launcher', ...steps.flat(), '--', ...command];
}
