/**
 * The LHC Olympics' rule for p-values (homepage of the challenge): the best answer has the lowest reported p-value above that of a
 * fully optimal analysis. It serves to reproduce published rankings. It is not a proper score: a box without signal has no optimal
 * p-value, and the rule rewards guesses just above it. Boards use `scoreAnswer`.
 *
 * @param optimal p-value of the optimal analysis
 * @returns names from best to worst, and the disqualified ones, whose p-value is not above the optimal one
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
