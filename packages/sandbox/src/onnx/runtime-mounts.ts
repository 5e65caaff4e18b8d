import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import { z } from 'zod';
import { nodeCommand, nodeMounts } from '../node-mounts';
import type { SandboxMount } from '../port';

/** The mounts of Node, the harness and onnxruntime; the sandbox sees no other file of the installation. */
export interface OnnxRuntime {
  mounts: SandboxMount[];
  command: string[];
  version: string;
}

export function onnxRuntime(harness: string): OnnxRuntime {
  const manifest = engineManifest();
  const engine = dirname(manifest);
  const common = packageFolder(createRequire(manifest).resolve('onnxruntime-common'));
  const binary = `bin/napi-v6/${process.platform}/${process.arch}`;
  const inEngine = ['package.json', 'dist', binary].map((path) => ({
    source: join(engine, path),
    target: `/node_modules/onnxruntime-node/${path}`,
  }));
  const npy = dirname(require.resolve('@unblind/npy/package.json'));
  return {
    mounts: [
      ...nodeMounts(),
      { source: harness, target: '/harness' },
      ...inEngine,
      { source: join(common, 'package.json'), target: '/node_modules/onnxruntime-common/package.json' },
      { source: join(common, 'dist/cjs'), target: '/node_modules/onnxruntime-common/dist/cjs' },
      { source: join(npy, 'package.json'), target: '/node_modules/@unblind/npy/package.json' },
      { source: join(npy, 'dist'), target: '/node_modules/@unblind/npy/dist' },
    ],
    // The harness itself needs little heap; the rest of the memory is for the model.
    command: [nodeCommand, '--max-old-space-size=256', './harness/harness.js'],
    version: z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8'))).version,
  };
}

/** @throws PlatformFault if onnxruntime-node is missing, which happens if its install script fails to download libraries for GPUs */
function engineManifest(): string {
  try {
    return require.resolve('onnxruntime-node/package.json');
  } catch (cause) {
    const fix =
      'Install the package again without install scripts, which download libraries for GPUs: npm install --ignore-scripts PACKAGE.';
    throw new PlatformFault(
      'sandbox-unavailable',
      { message: 'ONNX Runtime (the package onnxruntime-node) is not installed.', fix },
      { cause },
    );
  }
}

/** The folder of the compiled harness: next to this file in dist, or in dist if this runs from source (tests). */
export function builtHarness(): string {
  const found = [join(__dirname, 'harness'), join(__dirname, '../../dist/onnx/harness')].find((folder) =>
    existsSync(join(folder, 'harness.js')),
  );
  if (found === undefined) throw new Error('the sandbox harness is not compiled: run `npm run build`');
  return found;
}

function packageFolder(file: string): string {
  const folder = dirname(file);
  return basename(folder) === 'onnxruntime-common' ? folder : packageFolder(folder);
}
