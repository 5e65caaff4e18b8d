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

/** Runs a model on the GPU in the sandbox; returns what prevents that, or null if it worked. */
export async function findCudaProblem(provider: SandboxProvider, gpu: SandboxGpu): Promise<string | null> {
  if (!hasCudaProvider())
    return 'onnxruntime-node has no CUDA provider here: run `node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12`.';
  return findTrialRunProblem(provider, gpu);
}

/** Runs a minimal model, without a GPU on the CPU; returns what went wrong, or null. */
export async function findTrialRunProblem(provider: SandboxProvider, gpu?: SandboxGpu, harness?: string): Promise<string | null> {
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
      output: { name: 'y', select: null, width: 1 },
      // CUDA itself needs one or two gigabytes.
      limits: limitsFor({ memoryBytes: 8 * 1024 ** 3, wallSeconds: 60, cpus: 1 }),
      ...(harness === undefined ? {} : { harness }),
    });
    return scores[0] === 6 ? null : `3 + 3 is ${String(scores[0])} there.`;
  } catch (error) {
    return asFault(error).message;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
