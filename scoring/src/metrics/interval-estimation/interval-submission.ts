import { PlatformFault } from '@unblind/contracts';
import { ScoringRefusal } from '../../refusal';

/** What is known about the pseudo-experiments, each of which has a signal strength of its own. */
export interface IntervalTruth {
  /** The true signal strength of each pseudo-experiment. */
  mu: Float64Array;
  /** The range from which mu was drawn. Participants know it, but methods must not use it. */
  range?: readonly [number, number];
  /** Events of signal that an experiment expects at mu = 1: public, and the limit of what an interval can claim. */
  signal?: number;
  /** Nuisance parameters of every experiment, in standard deviations: for breakdowns. */
  nuisances?: readonly { name: string; values: Float64Array }[];
}

/** A model's results, with one entry per pseudo-experiment. */
export interface IntervalEstimates {
  muHats: Float64Array;
  deltaMuHats: Float64Array;
  p16: Float64Array;
  p84: Float64Array;
}

/**
 * Refuses, naming the experiment: a value that is not finite, an interval with p84 below p16, a negative delta_mu_hat. Refuses as a
 * whole: another number of experiments than were asked for, columns of different lengths.
 *
 * The reference code scores all of these: NaN gives a NaN score, an inverted interval has a positive width and never covers.
 */
export function checkIntervals({ mu }: Pick<IntervalTruth, 'mu'>, estimates: IntervalEstimates): void {
  checkTruth(mu);
  checkLengths(estimates, mu.length);
  for (let experiment = 0; experiment < mu.length; experiment++) checkExperiment(estimates, experiment);
}

function checkTruth(mu: Float64Array): void {
  const broken = mu.findIndex((value) => !Number.isFinite(value));
  if (mu.length > 0 && broken === -1) return;
  throw new PlatformFault('scorer-failed', {
    message: `The truth must name a finite mu for each experiment${mu.length > 0 ? `, not ${mu[broken]} for experiment ${broken}` : ''}.`,
    fix: 'The organiser must repair the truth file.',
  });
}

function checkLengths({ muHats, deltaMuHats, p16, p84 }: IntervalEstimates, expected: number): void {
  const lengths = [muHats.length, deltaMuHats.length, p16.length, p84.length];
  if (lengths.some((length) => length !== lengths[0])) {
    throw new ScoringRefusal('length-mismatch', `mu_hats, delta_mu_hats, p16 and p84 have ${lengths.join(', ')} entries.`, null, {
      fix: 'Give all four values for each pseudo-experiment.',
    });
  }
  if (lengths[0] !== expected) {
    throw new ScoringRefusal('length-mismatch', `${expected} pseudo-experiments were asked for, ${lengths[0]} came.`, null, {
      fix: 'Give one result for each pseudo-experiment, in their order.',
      expected: `${expected}`,
      got: `${lengths[0]}`,
    });
  }
}

function checkExperiment(estimates: IntervalEstimates, experiment: number): void {
  const where = `Experiment ${experiment}`;
  const values = {
    mu_hat: estimates.muHats[experiment]!,
    delta_mu_hat: estimates.deltaMuHats[experiment]!,
    p16: estimates.p16[experiment]!,
    p84: estimates.p84[experiment]!,
  };
  for (const [name, value] of Object.entries(values)) {
    if (Number.isFinite(value)) continue;
    throw new ScoringRefusal('not-finite', `${where}: ${name} must be finite, not ${value}.`, experiment, {
      fix: `Give a finite ${name} for every pseudo-experiment.`,
      expected: 'a finite number',
      got: String(value),
    });
  }
  if (values.p84 < values.p16) {
    throw new ScoringRefusal('value-invalid', `${where}: p84 = ${values.p84} is below p16 = ${values.p16}.`, experiment, {
      fix: 'Make p16 the lower and p84 the upper end of the interval; exchange them if they are swapped.',
      expected: `p84 of at least ${values.p16}`,
      got: String(values.p84),
    });
  }
  if (values.delta_mu_hat < 0) {
    throw new ScoringRefusal('value-invalid', `${where}: delta_mu_hat must be at least 0, not ${values.delta_mu_hat}.`, experiment, {
      fix: 'Give delta_mu_hat as a number of at least 0.',
      expected: 'a number of at least 0',
      got: String(values.delta_mu_hat),
    });
  }
}
