import { higgsFeatures, higgsProcesses, nuisanceDistributions } from '@unblind/simulation';
import type { Experiments } from './split';

const visibleMass = higgsFeatures.indexOf('DER_mass_vis');
const transverseMass = higgsFeatures.indexOf('DER_mass_transverse_met_lep');
const signal = higgsProcesses.indexOf('htautau');
const diboson = higgsProcesses.indexOf('diboson');

function countOf(events: Float32Array, massAbove: number, take: (event: number) => number = () => 1): number {
  let sum = 0;
  for (let event = 0; event * 28 < events.length; event++)
    if (events[event * 28 + visibleMass]! > massAbove && events[event * 28 + transverseMass]! < 45) sum += take(event);
  return sum;
}

interface Expected {
  signal: number;
  background: number;
}

/** The expected count at the central values of the nuisances, and its change by one standard deviation of each that matters. */
export interface Calibration {
  /** The window's lower cut on the visible mass, GeV. */
  massAbove: number;
  central: Expected;
  tauScale: Expected;
  others: readonly Expected[];
}

/** From the training split, whose rows come as the central values and then each shape nuisance up and down. */
export function calibrate({ events, truth }: Experiments, massAbove: number): Calibration {
  const shifts = 7;
  const [central, tesUp, tesDown, jesUp, jesDown, metUp, metDown] = Array.from({ length: shifts }, (_, shift) => {
    const rows = Array.from(events.keys()).filter((row) => row % shifts === shift);
    const sum = (wanted: (process: number) => boolean) =>
      rows.reduce(
        (total, row) =>
          total + countOf(events[row]!, massAbove, (event) => (wanted(truth.processes[row]![event]!) ? truth.weights[row]![event]! : 0)),
        0,
      );
    return { signal: sum((of) => of === signal), background: sum((of) => of !== signal), diboson: sum((of) => of === diboson) };
  });
  const half = (up: Expected | undefined, down: Expected | undefined): Expected => ({
    signal: ((up?.signal ?? NaN) - (down?.signal ?? NaN)) / 2,
    background: ((up?.background ?? NaN) - (down?.background ?? NaN)) / 2,
  });
  return {
    massAbove,
    central: { signal: central?.signal ?? NaN, background: central?.background ?? NaN },
    tauScale: half(tesUp, tesDown),
    others: [
      half(jesUp, jesDown),
      half(metUp, metDown),
      { signal: 0, background: nuisanceDistributions.dibosonScale.width * (central?.diboson ?? NaN) },
    ],
  };
}

/** Of mu, from the size of the training split; all experiments share it. */
export const calibrationError = 0.04;

export interface Estimate {
  muHat: number;
  /** Standard deviation: statistics, calibration and nuisances. */
  delta: number;
}

/** A counting experiment of one pseudo-experiment. @param shift the tau energy scale in standard deviations, where it is known */
export function count(events: Float32Array, { massAbove, central, tauScale, others }: Calibration, shift?: number): Estimate {
  const observed = countOf(events, massAbove);
  const s = central.signal + (shift ?? 0) * tauScale.signal;
  const b = central.background + (shift ?? 0) * tauScale.background;
  const muHat = (observed - b) / s;
  const nuisances = shift === undefined ? [tauScale, ...others] : others;
  return {
    muHat,
    delta: Math.hypot(Math.sqrt(observed) / s, calibrationError, ...nuisances.map((of) => (of.background + muHat * of.signal) / s)),
  };
}
