import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import { z } from 'zod';
import { nodeCommand, nodeMounts } from '../node-mounts';
import type { SandboxMount } from '../port';

/** Node, the harness and onnxruntime, as they appear in the sandbox: these files and no other of the installation. */
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
    // The harness itself needs little: what the heap does not take is left to the model.
    command: [nodeCommand, '--max-old-space-size=256', './harness/harness.js'],
    version: z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8'))).version,
  };
}

/** @throws PlatformFault where the packed command line was installed without it: its install script fetches libraries for GPUs */
function engineManifest(): string {
  try {
    return require.resolve('onnxruntime-node/package.json');
  } catch (cause) {
    const fix =
      'Install again without install scripts, which fetch libraries for GPUs: npm install --ignore-scripts, and the same package.';
    throw new PlatformFault(
      'sandbox-unavailable',
      { message: 'ONNX Runtime (the package onnxruntime-node) is not installed.', fix },
      { cause },
    );
  }
}

/** The compiled harness: beside this file in dist, and in dist too when this runs from its source (tests). */
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
