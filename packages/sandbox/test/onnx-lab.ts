import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dtype } from '@unblind/contracts';
import { npyOf } from '@unblind/npy';
import { type ElementType } from '@unblind/onnx-writer';
import { BubblewrapProvider } from '../src/bubblewrap/bubblewrap-provider';
import type { OnnxResult, OnnxRun } from '../src/onnx/onnx-run';
import { runOnnx } from '../src/onnx/run-onnx';
import type { SandboxProvider } from '../src/port';
import { limitsFor } from '../src/profile';
import { CompiledPackage } from './compiled-package';
import { tinyOnnx, type Node } from './tiny-onnx';

export const MiB = 1024 ** 2;
export const limits = limitsFor({ memoryBytes: 1024 * MiB, wallSeconds: 50, cpus: 2 });
export type Asked = Pick<OnnxRun, 'modelPath' | 'inputs' | 'rows' | 'output'> & Partial<OnnxRun>;

/** Made inputs: reproducible, of both signs, different in every entry. */
export const made = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => Math.sin(0.7 * index + seed) * 2);

/** A folder of models and views, and the compiled harness to run them with. */
export class OnnxLab {
  readonly folder = mkdtempSync(join(tmpdir(), 'unblind-onnx-'));
  readonly compiled = new CompiledPackage();
  private readonly sandbox = new BubblewrapProvider();

  constructor() {
    chmodSync(this.folder, 0o755);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
    this.compiled.remove();
  }

  run(asked: Asked, provider: SandboxProvider = this.sandbox): Promise<OnnxResult> {
    return runOnnx(provider, { fixedBatch: null, batch: 16, limits, harness: this.compiled.harness, ...asked });
  }

  asked(modelPath: string, rows = 10): Asked {
    return { modelPath, inputs: [this.view('x', rows, [2])], rows, output: { name: 'y', select: 0, width: 2 } };
  }

  view(name: string, rows: number, rowShape: number[], data = made(rows * rowShape.reduce((a, b) => a * b, 1), name.length)) {
    const path = join(this.folder, `${name}-${rows}.npy`);
    writeFileSync(path, npyOf(data, [rows, ...rowShape]));
    return { name, path, dtype: 'float32' as Dtype, rowShape, data };
  }

  model(name: string, bytes: Uint8Array): string {
    const path = join(this.folder, `${name}.onnx`);
    writeFileSync(path, bytes);
    return path;
  }

  /** x (N, 2) -> y by the given nodes. */
  rowModel(
    name: string,
    nodes: Node[],
    output: { type?: ElementType; shape?: (number | string)[] } = {},
    batch: number | string = 'N',
  ): string {
    const bytes = tinyOnnx({
      inputs: [{ name: 'x', type: 'float32', shape: [batch, 2] }],
      outputs: [{ name: 'y', type: output.type ?? 'float32', shape: output.shape ?? [batch, 2] }],
      nodes,
    });
    return this.model(name, bytes);
  }

  /** x (10, 2) -> (size, 10, 2), which is 80 bytes times size. */
  expanding(size: number): string {
    const bytes = tinyOnnx({
      inputs: [{ name: 'x', type: 'float32', shape: ['N', 2] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['M', 'N', 2] }],
      nodes: [{ op: 'Expand', inputs: ['x', 'shape'], output: 'y' }],
      constants: [{ name: 'shape', values: [size, 1, 2] }],
    });
    return this.model(`expanding-${size}`, bytes);
  }
}

/** More than a run may have, less than a machine has: here the kernel kills, the allocation itself succeeds. */
export const twoGibibytes = Math.floor(2 ** 31 / 80);
