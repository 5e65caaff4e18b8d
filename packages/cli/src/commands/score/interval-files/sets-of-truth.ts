/** The true signal strengths, and by which number each set goes in a CSV submission. */
export interface SetsOfTruth {
  readonly mu: Float64Array;
  readonly setIds: readonly bigint[];
}
