import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Its library is fetched beside the others by onnxruntime-node's install script, where that was asked for. */
export function hasCudaProvider(): boolean {
  const engine = dirname(require.resolve('onnxruntime-node/package.json'));
  return existsSync(join(engine, 'bin/napi-v6', process.platform, process.arch, 'libonnxruntime_providers_cuda.so'));
}
