import { dijetFeatures, generateDijets, particlesPerEvent, type Dijets, type Resonance } from '@unblind/simulation';
import { deviation, mean, median, mode, type SanityFigure } from './figure';

const research: Resonance = { decay: 'pair', mass: 3500, heavy: 500, light: 100 };
const tev = 1000;

/** Figures of dijets beside the first 1,000 events of the original's R&D data (Zenodo 4536377, 907 of them QCD), measured by the same code. */
export function dijetFigures(count: number): SanityFigure[] {
  const qcd = generateDijets({ seed: 2020, count, signalFraction: 0, resonances: [] });
  const signal = generateDijets({ seed: 2021, count, signalFraction: 1, resonances: [research] });
  const masses = Array.from(qcd.dijetMass);
  const [one, two] = [jetsOf(qcd, 1), jetsOf(qcd, 2)];
  const rapidities = one.map(({ eta }, i) => ({ difference: eta - two[i]!.eta, middle: (eta + two[i]!.eta) / 2 }));
  const daughters = jetsOf(signal, 1).map(({ mass }, i) => [mass, jetsOf(signal, 2)[i]!.mass].sort((a, b) => a - b));
  const of = (figure: string, value: number, range: SanityFigure['range'], because: string): SanityFigure => ({
    simulation: 'LHC Olympics',
    figure,
    value,
    range,
    because,
  });
  return [
    of('largest energy of an event, TeV', Math.max(...energies(qcd)) / tev, [3, 13], 'the protons have 13 TeV'),
    of('largest dijet mass of QCD, TeV', Math.max(...masses) / tev, [5, 13], 'the same'),
    of('slope of the dijet mass, 3 to 6 TeV', slope(masses, 3000, 6000), [5.3, 6.5], 'original 5.90 +- 0.27'),
    of('median dijet mass of QCD, TeV', median(masses) / tev, [2.8, 3.1], 'original 3.04'),
    of('spread of the difference in eta', deviation(rapidities.map(({ difference }) => difference)), [1.0, 1.2], 'original 1.10'),
    of('spread of the middle in eta', deviation(rapidities.map(({ middle }) => middle)), [0.4, 0.52], 'original 0.46'),
    of('least pt of a second jet, TeV', Math.min(...two.map(({ pt }) => pt)) / tev, [0.5, 1.2], 'original 0.61'),
    of('mean pt of early over late particles', early(qcd), [0.9, 1.1], 'no order'),
    of('median dijet mass of the signal, TeV', median(Array.from(signal.dijetMass)) / tev, [3.35, 3.55], 'original 3.47, true 3.5'),
    of('peak of the lighter mass, GeV', mode(peaks(daughters, 0), 10), [95, 115], 'original 100 to 120, true 100'),
    of('peak of the heavier mass, GeV', mode(peaks(daughters, 1), 20), [470, 510], 'original 475 to 500, true 500'),
  ];
}

function peaks(daughters: readonly number[][], which: 0 | 1): number[] {
  return daughters.map((masses) => masses[which]!);
}

function jetsOf({ features, labels }: Dijets, jet: 1 | 2): { pt: number; eta: number; mass: number }[] {
  return Array.from(labels, (_, event) => {
    const of = (name: 'px' | 'py' | 'pz' | 'm') => features[event * dijetFeatures.length + dijetFeatures.indexOf(`${name}j${jet}`)]!;
    const pt = Math.hypot(of('px'), of('py'));
    return { pt, eta: Math.asinh(of('pz') / pt), mass: of('m') };
  });
}

/** Sum of the particles' energies, GeV. */
function energies({ particles, labels }: Dijets): number[] {
  return Array.from(labels, (_, event) => {
    let sum = 0;
    for (let k = event * particlesPerEvent; k < (event + 1) * particlesPerEvent; k++)
      sum += particles[3 * k]! * Math.cosh(particles[3 * k + 1]!);
    return sum;
  });
}

/** Mean transverse momentum of the first half of each event's particles over that of the second half. */
function early({ particles, labels }: Dijets): number {
  const halves = Array.from(labels, (_, event) => {
    const pts = Array.from({ length: particlesPerEvent }, (__, k) => particles[3 * (event * particlesPerEvent + k)]!).filter(
      (pt) => pt > 0,
    );
    const middle = Math.floor(pts.length / 2);
    return [mean(pts.slice(0, middle)), mean(pts.slice(middle))] as const;
  });
  return mean(halves.map(([first]) => first)) / mean(halves.map(([, second]) => second));
}

/** n of a density m^-n between two bounds, by maximum likelihood (bisection of its derivative). */
function slope(masses: readonly number[], low: number, high: number): number {
  const within = masses.filter((m) => m > low && m < high);
  const meanLog = mean(within.map((m) => Math.log(m)));
  const expected = (n: number) => {
    const [a, b] = [low ** (1 - n), high ** (1 - n)];
    return (a * Math.log(low) - b * Math.log(high)) / (a - b) + 1 / (n - 1);
  };
  let [flat, steep] = [1.01, 30];
  for (let step = 0; step < 50; step++) {
    const n = (flat + steep) / 2;
    if (expected(n) > meanLog) flat = n;
    else steep = n;
  }
  return (flat + steep) / 2;
}
