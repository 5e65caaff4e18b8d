import { readdirSync } from 'node:fs';
import { askLinker, librariesIn } from '../linux/linker-cache';
import { findProgram } from '../programs';
import type { SandboxMount } from '../port';

/** The driver's compute libraries, as listed by libnvidia-container. */
const libraries =
  /^lib(cuda|cudadebugger|nvidia-(ml|cfg|nvvm|opencl|gpucomp|ptxjitcompiler|fatbinaryloader|allocator|compiler|pkcs11))\.so\./;

/** The device files of the GPUs, including those that all GPUs share. */
export function deviceFiles(folder = '/dev'): string[] {
  return readdirSync(folder)
    .filter((name) => /^nvidia(\d+|ctl|-uvm|-uvm-tools)$/.test(name))
    .map((name) => `${folder}/${name}`);
}

/** The driver files that this machine's dynamic linker knows, mounted at the same paths. */
export function driverFiles(linkerCache = askLinker()): SandboxMount[] {
  const found = librariesIn(linkerCache).flatMap(({ name, path }) => (libraries.test(name) ? [path] : []));
  const tool = findProgram('nvidia-smi');
  return [...new Set([...found, ...(tool === null ? [] : [tool])])].map((path) => ({ source: path, target: path }));
}
