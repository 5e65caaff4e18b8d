import { PlatformFault } from '@unblind/contracts';
import type { SandboxGpu } from '../port';
import type { ExecutionProvider } from './harness/execution-provider';

/**
 * Disables TF32, in which CUDA's libraries may compute float32 products with only ten bits of mantissa, so that the graph is computed
 * with full precision.
 */
export function withFullPrecision(gpu: SandboxGpu): SandboxGpu {
  return { ...gpu, environment: { ...gpu.environment, NVIDIA_TF32_OVERRIDE: '0' } };
}

/** A platform fault if the error comes from the GPU, not from the model; else null. */
export function executionProviderFault(message: string, provider: ExecutionProvider): PlatformFault | null {
  if (provider === 'cpu' || !/execution ?provider|shared library|CUDA (failure|error)|CUDNN|CUBLAS/i.test(message)) return null;
  return new PlatformFault('sandbox-broken', {
    message: `The execution provider ${provider} does not work in the sandbox: ${message}`,
    fix: 'Run `node infra/gpu-check/gpu-check.mjs` on the runner.',
  });
}
