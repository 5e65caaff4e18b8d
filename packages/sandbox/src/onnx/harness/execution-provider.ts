export type ExecutionProvider = 'cpu' | 'cuda';

/** onnxruntime's list of providers, preferred first: operators that the GPU provider lacks run on the CPU. */
export function providersOf(provider: ExecutionProvider): string[] {
  return provider === 'cpu' ? ['cpu'] : [provider, 'cpu'];
}
