import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SandboxGpu, SandboxMount } from '../port';
import { editsOf, readCdiSpec } from './cdi-spec';
import { deviceFiles, driverFiles } from './driver-files';

/** Where programs look for CDI specifications. */
export const cdiFolders: readonly string[] = ['/etc/cdi', '/var/run/cdi'];

/**
 * The files of this machine's GPUs that a sandbox needs: those of a CDI specification if there is one, else those found in /dev and by
 * the dynamic linker. Only for computing: no devices or sockets for graphics or the driver's services.
 * @throws Error that names a file of the specification that does not exist
 */
export function gpuFiles(folders: readonly string[] = cdiFolders): SandboxGpu {
  const cdi = readCdiSpec(folders);
  if (!cdi) return { devices: deviceFiles().map((path) => ({ source: path, target: path })), driver: driverFiles(), environment: {} };
  const { deviceNodes, mounts, env } = editsOf(cdi.spec);
  const need = (path: string) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found) return found;
    throw new Error(`${cdi.path} names ${path}, which is not there: run \`nvidia-ctk cdi generate --output=${cdi.path}\` again.`);
  };
  const devices = deviceNodes
    .filter(({ path }) => !/^\/dev\/(dri\/|nvidia-modeset$)/.test(path))
    .map(({ path, hostPath }) => ({ source: hostPath ?? path, target: path }));
  for (const { source } of devices) if (!need(source).isCharacterDevice()) throw new Error(`${cdi.path}: ${source} is not a device file.`);
  const files = mounts.filter(({ hostPath }) => need(hostPath).isFile() || need(hostPath).isDirectory());
  return {
    devices: unique(devices),
    driver: unique(files.flatMap(({ hostPath, containerPath }) => withLinks(hostPath, containerPath))),
    environment: Object.fromEntries(env.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
  };
}

/**
 * Programs load a library by its links (libcuda.so.1). The hooks of a specification would create these links as root; here each link
 * becomes another mount instead.
 */
function withLinks(source: string, target: string): SandboxMount[] {
  const [, stem] = /^(.*\.so)\./.exec(basename(source)) ?? [];
  if (stem === undefined) return [{ source, target }];
  const names = readdirSync(dirname(source)).filter((name) => name.startsWith(stem) && isLinkTo(join(dirname(source), name), source));
  return [...new Set([basename(target), ...names])].map((name) => ({ source, target: join(dirname(target), name) }));
}

function isLinkTo(path: string, file: string): boolean {
  try {
    return realpathSync(path) === realpathSync(file);
  } catch {
    return false; // A dangling link.
  }
}

function unique(mounts: readonly SandboxMount[]): SandboxMount[] {
  return [...new Map(mounts.map((mount) => [mount.target, mount])).values()];
}
