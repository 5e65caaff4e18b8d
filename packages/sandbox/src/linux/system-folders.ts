import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import type { SandboxMount } from '../port';

/** /usr with the links that lead into it, and the files of /etc that the dynamic linker and OpenSSL read. */
export function systemFolders(): { mounts: SandboxMount[]; links: { at: string; to: string }[] } {
  const leading = ['/bin', '/sbin', '/lib', '/lib32', '/lib64'].filter((path) => existsSync(path));
  const files = ['/etc/ld.so.cache', '/etc/ssl/openssl.cnf', '/etc/alternatives'].filter((path) => existsSync(path));
  const isLink = (path: string): boolean => lstatSync(path).isSymbolicLink();
  return {
    links: leading.filter(isLink).map((at) => ({ at, to: readlinkSync(at) })),
    mounts: ['/usr', ...leading.filter((path) => !isLink(path)), ...files].map((path) => ({ source: path, target: path })),
  };
}
