/** Predictions lie in the results area, one npy file for each evaluation, whoever made them. */
export function predictionsKey(evaluationId: string): string {
  return `evaluations/${evaluationId}/predictions.npy`;
}
