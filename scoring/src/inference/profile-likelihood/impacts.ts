import { fitSignalStrength, type FitOptions, type SignalStrengthFit } from './fit-signal-strength';
import type { Likelihood } from './likelihood';

export interface Impact {
  readonly nuisance: string;
  /** Shift of mu_hat if the nuisance is fixed one post-fit standard deviation above or below its best value. */
  readonly up: number;
  readonly down: number;
  /** Share of the variance due to this nuisance: 1 - (w / w_all)^2, with w the interval's width if the nuisance is fixed at its best value. */
  readonly share: number;
}

/** Each nuisance's impact on mu, the largest first. */
export function nuisanceImpacts(
  likelihood: Likelihood,
  counts: ArrayLike<number>,
  options: Pick<FitOptions, 'lowest'> = {},
): { fit: SignalStrengthFit; impacts: Impact[] } {
  const fit = fitSignalStrength(likelihood, counts, options);
  const width = fit.high - fit.low;
  const impacts = likelihood.model.nuisances.map((nuisance, k) => {
    const held = (shift: number) => fitSignalStrength(likelihood, counts, { ...options, fixed: new Map([[k, fit.nuisances[k]! + shift]]) });
    const error = fit.nuisanceErrors[k]!;
    const best = held(0);
    return {
      nuisance,
      up: held(error).muHat - fit.muHat,
      down: held(-error).muHat - fit.muHat,
      share: 1 - ((best.high - best.low) / width) ** 2,
    };
  });
  const size = ({ up, down }: Impact) => Math.max(Math.abs(up), Math.abs(down));
  return { fit, impacts: impacts.sort((a, b) => size(b) - size(a)) };
}
