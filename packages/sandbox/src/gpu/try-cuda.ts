import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asFault } from '@unblind/contracts';
import { npyOf } from '@unblind/npy';
import { hasCudaProvider } from '../onnx/execution-providers';
import { runOnnx } from '../onnx/run-onnx';
import type { SandboxGpu, SandboxProvider } from '../port';
import { limitsFor } from '../profile';

/** y = x + x for one number, as an ONNX file. */
const model = Buffer.from('CAg6QAoOCgF4CgF4EgF5IgNBZGQSBHRpbnlaEwoBeBIOCgwIARIICgIIAQoCCAFiEwoBeRIOCgwIARIICgIIAQoCCAFCBAoAEA0=', 'base64');

/** Why models cannot run on the card here, or null after one has, in the sandbox. */
export async function whyNoCuda(provider: SandboxProvider, gpu: SandboxGpu): Promise<string | null> {
  if (!hasCudaProvider())
    return 'onnxruntime-node has no CUDA provider here: run `node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12`.';
  return whyNoAnswer(provider, gpu);
}

/** Runs the smallest model; without a card it runs on the CPU. */
export async function whyNoAnswer(provider: SandboxProvider, gpu?: SandboxGpu, harness?: string): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-cuda-'));
  try {
    chmodSync(folder, 0o755);
    const [modelPath, path] = [join(folder, 'model.onnx'), join(folder, 'x.npy')];
    writeFileSync(modelPath, model);
    writeFileSync(path, npyOf(Float32Array.of(3), [1, 1]));
    const { scores } = await runOnnx(provider, {
      modelPath,
      gpu,
      rows: 1,
      fixedBatch: 1,
      batch: 1,
      inputs: [{ name: 'x', path, dtype: 'float32', rowShape: [1] }],
      output: { name: 'y', select: null },
      // CUDA takes a gigabyte or two of its own.
      limits: limitsFor({ memoryBytes: 8 * 1024 ** 3, wallSeconds: 60, cpus: 1 }),
      ...(harness === undefined ? {} : { harness }),
    });
    return scores[0] === 6 ? null : `3 + 3 is ${scores[0]} there.`;
  } catch (error) {
    return asFault(error).message;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
