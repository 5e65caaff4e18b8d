/** The true signal strengths, and the number of each set in a CSV submission. */
export interface SetsOfTruth {
  readonly mu: Float64Array;
  readonly setIds: readonly bigint[];
}
