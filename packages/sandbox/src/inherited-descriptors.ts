/**
 * A bash script that closes all inherited descriptors above `last`. Node marks its own files close-on-exec, but passes on the ones
 * that it inherited itself. It needs bash because dash cannot close descriptors above 9.
 */
export function closeDescriptorsAbove(last: number): string {
  return `
for fd in ${process.platform === 'linux' ? '/proc/self/fd' : '/dev/fd'}/*; do
  fd=\${fd##*/}
  if [ "$fd" -gt ${last} ]; then eval "exec $fd>&-"; fi
done
`;
}

/** Node's pipes are sockets. Without --norc, bash with a socket as stdin assumes a remote shell and reads ~/.bashrc. */
export const bashFlags = ['--norc', '--noprofile'];
