import { PlatformFault } from '@unblind/contracts';
import type { SandboxGpu } from '../port';
import type { ExecutionProvider } from './harness/execution-provider';

/**
 * The card, and the precision: without this, CUDA's libraries may compute float32 products with ten bits of mantissa (TF32), which is
 * not what the graph says.
 */
export function withGraphsPrecision(gpu: SandboxGpu): SandboxGpu {
  return { ...gpu, environment: { ...gpu.environment, NVIDIA_TF32_OVERRIDE: '0' } };
}

/** A GPU that does not answer is not the model's fault. */
export function brokenProvider(message: string, provider: ExecutionProvider): PlatformFault | null {
  if (provider === 'cpu' || !/execution ?provider|shared library|CUDA (failure|error)|CUDNN|CUBLAS/i.test(message)) return null;
  return new PlatformFault('sandbox-broken', {
    message: `The execution provider ${provider} does not work in the sandbox: ${message}`,
    fix: 'Run `node infra/gpu-check/gpu-check.mjs` on the runner.',
  });
}
