/** How a metric that is the largest value over cuts is quoted. */
export interface Maximum<Weighted> {
  /** The cut with the largest value, in a measure that other events share, such as the share of events that pass; NaN if there is none. */
  readonly best: (nominal: Weighted) => number;
  /** The value at a cut. */
  readonly at: (weighted: Weighted, cut: number) => number;
  /** The value of a replicate at a cut, where it is not that of `at`. */
  readonly replicateAt?: (cut: number) => (weighted: Weighted) => number;
  /** Why the value at a cut has no interval, where too few events decide about it. */
  readonly withoutInterval: (cut: number) => string | undefined;
  /** What is said of a cut, such as 'eps_B = 0.012'. */
  readonly describe: (cut: number) => string;
}
