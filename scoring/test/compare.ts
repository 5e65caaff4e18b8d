/** A family of reference vectors: what it is called, which top-level groups of which fixture file it claims, and its comparison. */
export interface CaseFamily {
  readonly name: string;
  /** 'file#group' of every group that `run` goes through. */
  readonly groups: readonly string[];
  /** The third-party files that it wants. */
  readonly fixtures?: readonly string[];
  /** Throws on a mismatch; returns how many vectors it compared. */
  run(): number | Promise<number>;
}

/** Equal within a relative tolerance (absolute below 1); NaN equals NaN, infinities must agree. */
export function expectClose(actual: number, expected: number, tolerance: number, what: string): void {
  if (Object.is(actual, expected) || actual === expected) return;
  const difference = Math.abs(actual - expected);
  if (difference <= tolerance * Math.max(Math.abs(expected), 1e-300)) return;
  throw new Error(`${what}: expected ${expected}, got ${actual}, relative difference ${difference / Math.abs(expected)} > ${tolerance}`);
}
