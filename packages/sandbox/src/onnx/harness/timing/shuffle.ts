/** An endless sequence of shuffled rounds of 0 ... count - 1, by xorshift32 and Fisher-Yates. */
export function* shuffled(count: number, seed: number): Generator<number, never> {
  let state = seed >>> 0 || 1;
  const below = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (;;) {
    for (let at = count - 1; at > 0; at--) {
      const other = below(at + 1);
      const kept = order[at] ?? 0;
      order[at] = order[other] ?? 0;
      order[other] = kept;
    }
    yield* order;
  }
}
