import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { transformSync } from '@swc/core';

/** tar-stream, and what it needs in Node. */
const tarStream = ['tar-stream', 'streamx', 'fast-fifo', 'b4a', 'text-decoder', 'events-universal'];

const repository = resolve(__dirname, '../../..');

/**
 * This package as compiled from the sources of this moment, in a folder of its own: for tests that start it in another process
 * (the harness, an ordinary user, a runner that gets killed), so that none depends on how fresh `dist` is.
 */
export class CompiledPackage {
  readonly folder = mkdtempSync(join(tmpdir(), 'unblind-compiled-'));
  readonly harness = join(this.folder, 'node_modules/@unblind/sandbox/dist/onnx/harness');

  constructor() {
    chmodSync(this.folder, 0o755);
    for (const name of ['contracts', 'npy', 'sandbox']) this.compile(name);
    // Copied, not linked: an ordinary user cannot follow a link into a checkout under /root.
    for (const name of ['zod', 'yaml', 'onnxruntime-common', 'onnxruntime-node', ...tarStream]) {
      cpSync(join(repository, 'node_modules', name), join(this.folder, 'node_modules', name), {
        recursive: true,
        filter: isForThisMachine,
      });
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private compile(name: string): void {
    const source = join(repository, 'packages', name);
    const target = join(this.folder, 'node_modules/@unblind', name);
    mkdirSync(target, { recursive: true });
    cpSync(join(source, 'package.json'), join(target, 'package.json'));
    for (const entry of readdirSync(join(source, 'src'), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const compiled = join(target, 'dist', relative(join(source, 'src'), path));
      if (!entry.isFile() || entry.name.endsWith('.test.ts')) continue;
      mkdirSync(dirname(compiled), { recursive: true });
      if (!entry.name.endsWith('.ts')) cpSync(path, compiled);
      else writeFileSync(compiled.replace(/\.ts$/, '.js'), toCommonJs(path));
    }
  }
}

/** onnxruntime-node brings the libraries of every platform. */
function isForThisMachine(path: string): boolean {
  const platform = /onnxruntime-node\/bin\/[^/]+\/(.+)$/.exec(path)?.[1];
  return (
    platform === undefined ||
    `${process.platform}/${process.arch}/`.startsWith(platform) ||
    platform.startsWith(`${process.platform}/${process.arch}`)
  );
}

function toCommonJs(path: string): string {
  return transformSync(readFileSync(path, 'utf8'), {
    filename: path,
    jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2023' },
    module: { type: 'commonjs', ignoreDynamic: true },
  }).code;
}
