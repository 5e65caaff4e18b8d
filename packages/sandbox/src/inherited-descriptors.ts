/**
 * Bash that closes what a program inherited above a descriptor. Node marks its own files close-on-exec, but hands on those that
 * it inherited itself; dash cannot close descriptors above 9, and a compiled helper would need a compiler.
 */
export function closeDescriptorsAbove(last: number): string {
  return `
for fd in ${process.platform === 'linux' ? '/proc/self/fd' : '/dev/fd'}/*; do
  fd=\${fd##*/}
  if [ "$fd" -gt ${last} ]; then eval "exec $fd>&-"; fi
done
`;
}

/** Without --norc a bash whose stdin is a socket (as Node's pipes are) takes itself for a remote shell and reads ~/.bashrc. */
export const bashFlags = ['--norc', '--noprofile'];
