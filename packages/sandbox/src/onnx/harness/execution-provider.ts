export type ExecutionProvider = 'cpu' | 'cuda';

/** As onnxruntime takes them, first choice first: what a GPU cannot do, the CPU does. */
export function providersOf(provider: ExecutionProvider): string[] {
  return provider === 'cpu' ? ['cpu'] : [provider, 'cpu'];
}
