import { PlatformFault } from '@unblind/contracts';
import { ScoringRefusal } from '../../refusal';

/** The true signal strength of each set of pseudo-experiments. */
export interface IntervalTruth {
  mu: Float64Array;
  /** Pseudo-experiments per set. If given, sets of other sizes are refused, so that nobody can leave out difficult experiments. */
  experiments?: number;
  /** The range from which mu was drawn. Participants know it, but methods must not use it. */
  range?: readonly [number, number];
  /** Nuisance parameters of every experiment over all sets, in standard deviations: for breakdowns. */
  nuisances?: readonly { name: string; values: Float64Array }[];
}

/** A model's results for one set, with one entry per pseudo-experiment. */
export interface IntervalSet {
  muHats: Float64Array;
  deltaMuHats: Float64Array;
  p16: Float64Array;
  p84: Float64Array;
}

export type IntervalPredictions = readonly IntervalSet[];

/**
 * Refuses, naming set and experiment (the index counts experiments over all sets): a value that is not finite, an interval with p84
 * below p16, a negative delta_mu_hat. Refuses as a whole: a wrong number of sets or experiments, an empty set, columns of different
 * lengths.
 *
 * The reference code scores all of these: NaN gives a NaN score, an inverted interval has a positive width and never covers.
 */
export function checkIntervals(truth: IntervalTruth, predictions: IntervalPredictions): void {
  checkTruth(truth);
  if (predictions.length !== truth.mu.length) {
    throw new ScoringRefusal('length-mismatch', `${truth.mu.length} sets were asked for, ${predictions.length} came.`, null, {
      fix: 'Give the results of each set once, in their order.',
      expected: `${truth.mu.length}`,
      got: `${predictions.length}`,
    });
  }
  let before = 0;
  predictions.forEach((set, index) => {
    checkLengths(set, index, truth.experiments);
    for (let experiment = 0; experiment < set.p16.length; experiment++) {
      checkExperiment(set, experiment, `Set ${index}, experiment ${experiment}`, before + experiment);
    }
    before += set.p16.length;
  });
}

function checkTruth({ mu }: IntervalTruth): void {
  if (mu.length > 0 && mu.every(Number.isFinite)) return;
  throw new PlatformFault('scorer-failed', {
    message: `The truth must name a finite mu for each set, not [${mu.join(', ')}].`,
    fix: 'The organiser must repair the truth file.',
  });
}

const experimentFix = 'Give one result for each pseudo-experiment of the set.';

function checkLengths({ muHats, deltaMuHats, p16, p84 }: IntervalSet, set: number, expected: number | undefined): void {
  const lengths = [muHats.length, deltaMuHats.length, p16.length, p84.length];
  if (lengths.some((length) => length !== lengths[0])) {
    throw new ScoringRefusal(
      'length-mismatch',
      `Set ${set}: mu_hats, delta_mu_hats, p16 and p84 have ${lengths.join(', ')} entries.`,
      null,
      {
        fix: 'Give all four values for each pseudo-experiment.',
      },
    );
  }
  if (lengths[0] === 0) throw new ScoringRefusal('empty', `Set ${set} has no pseudo-experiment.`, null, { fix: experimentFix });
  if (expected !== undefined && lengths[0] !== expected) {
    throw new ScoringRefusal('length-mismatch', `Set ${set}: ${expected} pseudo-experiments were asked for, ${lengths[0]} came.`, null, {
      fix: experimentFix,
      expected: `${expected}`,
      got: `${lengths[0]}`,
    });
  }
}

function checkExperiment(set: IntervalSet, experiment: number, where: string, index: number): void {
  const values = {
    mu_hat: set.muHats[experiment]!,
    delta_mu_hat: set.deltaMuHats[experiment]!,
    p16: set.p16[experiment]!,
    p84: set.p84[experiment]!,
  };
  for (const [name, value] of Object.entries(values)) {
    if (Number.isFinite(value)) continue;
    throw new ScoringRefusal('not-finite', `${where}: ${name} must be finite, not ${value}.`, index, {
      fix: `Give a finite ${name} for every pseudo-experiment.`,
      expected: 'a finite number',
      got: String(value),
    });
  }
  if (values.p84 < values.p16) {
    throw new ScoringRefusal('value-invalid', `${where}: p84 = ${values.p84} is below p16 = ${values.p16}.`, index, {
      fix: 'Make p16 the lower and p84 the upper end of the interval; exchange them if they are swapped.',
      expected: `p84 of at least ${values.p16}`,
      got: String(values.p84),
    });
  }
  if (values.delta_mu_hat < 0) {
    throw new ScoringRefusal('value-invalid', `${where}: delta_mu_hat must be at least 0, not ${values.delta_mu_hat}.`, index, {
      fix: 'Give delta_mu_hat as a number of at least 0.',
      expected: 'a number of at least 0',
      got: String(values.delta_mu_hat),
    });
  }
}
