/** The coverage that a 68 % interval claims. */
export const nominalCoverage = 0.6827;
/** Keeps the score of an interval of width 0 finite: at most -ln(0.001) = 6.9078. */
const widthOffset = 1e-3;

/** Standard deviation of the observed coverage over n pseudo-experiments for intervals with the nominal coverage. */
function coverageError(experiments: number): number {
  return Math.sqrt((1 - nominalCoverage) * nominalCoverage * experiments) / experiments;
}

/**
 * The penalty f for a coverage c over n pseudo-experiments: 1 within two standard deviations of 0.6827, else
 * 1 + d^4 below and 1 + d^3 above, with d the distance from that band in standard deviations. Under-coverage costs more.
 *
 * Source: arXiv:2410.02867; FAIR-Universe/HEP-Challenge, scoring_program/score.py `Quantiles_Score`
 */
export function coveragePenalty(coverage: number, experiments: number): number {
  const error = coverageError(experiments);
  const low = nominalCoverage - 2 * error;
  const high = nominalCoverage + 2 * error;
  if (coverage < low) return 1 + Math.abs((coverage - low) / error) ** 4;
  if (coverage > high) return 1 + Math.abs((coverage - high) / error) ** 3;
  return 1;
}

/**
 * The quantile score -ln((w + 0.001) f(c)), w the mean interval width. Larger is better. Scores over different numbers of
 * experiments are not comparable, because f measures c in units of its own error.
 */
export function quantileScore(meanWidth: number, coverage: number, experiments: number): number {
  return -Math.log((meanWidth + widthOffset) * coveragePenalty(coverage, experiments));
}
