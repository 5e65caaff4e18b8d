/**
 * The error of one estimate as defined by FAIR Universe: sqrt(D^2 + (D^2 - delta^2)^2), D = muHat - mu. The second term penalises a delta
 * that differs from the size of D.
 *
 * Source: FAIR-Universe/HEP-Challenge, scoring_program/score.py `RMSE_score`
 */
export function rootMeanSquareError(mu: number, muHat: number, deltaMuHat: number): number {
  const squared = (muHat - mu) ** 2;
  return Math.sqrt(squared + (squared - deltaMuHat ** 2) ** 2);
}

/** |D| + ||D| - delta|, likewise (`MAE_score`). */
export function meanAbsoluteError(mu: number, muHat: number, deltaMuHat: number): number {
  const distance = Math.abs(muHat - mu);
  return distance + Math.abs(distance - deltaMuHat);
}
