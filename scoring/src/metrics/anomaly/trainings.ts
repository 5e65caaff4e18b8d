import { asimovSignificance } from '../../inference/significance';
import { percentile } from '../../numerics/percentile';
import { ScoringRefusal } from '../../refusal';
import { backgroundEfficiencyAt } from '../tagging/background-rejection';
import type { RocCounts } from '../tagging/roc';
import { describeFloor, maxSic, type SicFloor } from './sic';

/** Median and central 68 % interval of several trainings of one method (usually ten), with linearly interpolated percentiles. */
interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface SicBand {
  readonly signalEfficiencies: Float64Array;
  readonly spreads: readonly Spread[];
}

/**
 * The band of SIC curves of several trainings on a common grid of signal efficiencies. A SIC is infinite where no background passes.
 *
 * @param signalEfficiencies in (0, 1]
 * @throws ScoringRefusal `empty` without trainings
 */
export function sicBand(trainings: readonly RocCounts[], signalEfficiencies: Float64Array): SicBand {
  const spreads = Array.from(signalEfficiencies, (efficiency) =>
    spread(trainings.map((roc) => efficiency / Math.sqrt(backgroundEfficiencyAt(roc, efficiency)))),
  );
  return { signalEfficiencies, spreads };
}

/** A method trained several times with one amount of signal in the data. */
export interface Injection {
  /** Signal and background events in the signal region of the data that the method was trained on. */
  readonly signal: number;
  readonly background: number;
  /** ROC of each training on one labelled test set, at every distinct threshold. */
  readonly trainings: readonly RocCounts[];
}

export interface InjectionResult {
  readonly signal: number;
  readonly signalToBackground: number;
  /** Asimov significance of the injected signal before any cut. */
  readonly before: number;
  readonly maxSic: Spread;
  /** Asimov significance after the cut of the largest SIC. */
  readonly after: Spread;
}

/**
 * Performance of a method for decreasing amounts of injected signal (arXiv:2101.08320; CATHODE, arXiv:2109.00546): the largest SIC
 * above the floor and the significance after that cut, each with median and 68 % interval over trainings.
 *
 * @throws ScoringRefusal `empty` without trainings, `value-invalid` for events below 0 or a floor that no cut reaches
 */
export function injectedSignalScan(injections: readonly Injection[], floor: SicFloor): InjectionResult[] {
  return injections.map(({ signal, background, trainings }, i) => {
    const cuts = trainings.map((roc) => maxSic(roc, floor) ?? refuseFloor(floor, i));
    return {
      signal,
      signalToBackground: signal / background,
      before: asimovSignificance(signal, background),
      maxSic: spread(cuts.map(({ sic }) => sic)),
      after: spread(
        cuts.map(({ signalEfficiency, backgroundEfficiency }) =>
          asimovSignificance(signal * signalEfficiency, background * backgroundEfficiency),
        ),
      ),
    };
  });
}

function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new ScoringRefusal('empty', 'There are no trainings.');
  const all = Float64Array.from(values);
  return { median: percentile(all, 0.5), low: percentile(all, 0.16), high: percentile(all, 0.84) };
}

function refuseFloor(floor: SicFloor, injection: number): never {
  throw new ScoringRefusal('value-invalid', `Injection ${injection}: no cut leaves ${describeFloor(floor)}.`, injection);
}
