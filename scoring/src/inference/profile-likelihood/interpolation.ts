/**
 * The factor of a shape nuisance as a function of theta: up^theta for theta above 1, down^-theta below -1, and in between the
 * polynomial of degree six that is 1 at 0 and joins both with equal value, slope and curvature.
 *
 * Ratios are limited to [0.1, 10], because larger changes of a bin come from the limited size of the simulation rather than from the
 * shift.
 *
 * Source: HistFactory (CERN-OPEN-2012-016), interpolation code 4
 */
export interface ShapeFactor {
  readonly logUp: number;
  readonly logDown: number;
  /** Coefficients of theta, theta^2, ... theta^6. */
  readonly polynomial: readonly [number, number, number, number, number, number];
}

const largestRatio = 10;

/** @param up, down, nominal expected events in a bin; the factor is 1 if the nominal template is empty there */
export function shapeFactor(up: number, nominal: number, down: number): ShapeFactor {
  const [u, d] = [ratio(up, nominal), ratio(down, nominal)];
  const [logUp, logDown] = [Math.log(u), Math.log(d)];
  // Value, slope and curvature at 1 of the odd and of the even part.
  const odd = [(u - d) / 2, (u * logUp - d * logDown) / 2, (u * logUp ** 2 - d * logDown ** 2) / 2] as const;
  const even = [(u + d) / 2 - 1, (u * logUp + d * logDown) / 2, (u * logUp ** 2 + d * logDown ** 2) / 2] as const;
  const a5 = (odd[2] - 3 * (odd[1] - odd[0])) / 8;
  const a3 = (odd[1] - odd[0]) / 2 - 2 * a5;
  const a6 = (even[2] - 5 * even[1] + 8 * even[0]) / 8;
  const a4 = (even[1] - 2 * even[0]) / 2 - 2 * a6;
  return { logUp, logDown, polynomial: [odd[0] - a3 - a5, even[0] - a4 - a6, a3, a4, a5, a6] };
}

function ratio(shifted: number, nominal: number): number {
  return nominal > 0 ? Math.min(largestRatio, Math.max(1 / largestRatio, shifted / nominal)) : 1;
}

/** Writes the factor and its first two derivatives into `into`. */
export function evaluateShape({ logUp, logDown, polynomial }: ShapeFactor, theta: number, into: Float64Array): void {
  if (Math.abs(theta) >= 1) {
    const slope = theta > 0 ? logUp : -logDown;
    const value = Math.exp(slope * theta);
    into[0] = value;
    into[1] = slope * value;
    into[2] = slope * slope * value;
    return;
  }
  const [a1, a2, a3, a4, a5, a6] = polynomial;
  const t = theta;
  into[0] = 1 + t * (a1 + t * (a2 + t * (a3 + t * (a4 + t * (a5 + t * a6)))));
  into[1] = a1 + t * (2 * a2 + t * (3 * a3 + t * (4 * a4 + t * (5 * a5 + t * 6 * a6))));
  into[2] = 2 * a2 + t * (6 * a3 + t * (12 * a4 + t * (20 * a5 + t * 30 * a6)));
}
