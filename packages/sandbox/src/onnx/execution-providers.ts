import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** True if the CUDA library is installed; onnxruntime-node's install script downloads it only on request. */
export function hasCudaProvider(): boolean {
  const engine = dirname(require.resolve('onnxruntime-node/package.json'));
  return existsSync(join(engine, 'bin/napi-v6', process.platform, process.arch, 'libonnxruntime_providers_cuda.so'));
}
