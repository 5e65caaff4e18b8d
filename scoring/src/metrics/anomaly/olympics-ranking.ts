/**
 * The LHC Olympics' own rule for p-values (homepage of the challenge): the best answer has the lowest reported p-value that is above
 * the one of a fully optimal analysis. Kept to reproduce published rankings; it is no proper score (in a box without signal it has
 * no optimal p-value, and it rewards guessing just above it). Boards use `scoreAnswer`.
 *
 * @param optimal p-value of the optimal analysis
 * @returns names from best to worst, and those that claim more than the data hold
 */
export function rankByOlympicsRule(
  optimal: number,
  reported: Readonly<Record<string, number>>,
): { ranking: string[]; disqualified: string[] } {
  const entries = Object.entries(reported).sort(([, a], [, b]) => a - b);
  return {
    ranking: entries.filter(([, p]) => p > optimal).map(([name]) => name),
    disqualified: entries.filter(([, p]) => !(p > optimal)).map(([name]) => name),
  };
}
