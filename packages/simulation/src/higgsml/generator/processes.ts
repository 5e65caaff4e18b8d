import { breitWigner, topPole, topWidth, wPole, wWidth } from '../../jets/top-decay';
import { massless, type FourVector } from '../../jets/four-vector';
import type { RandomSource } from '@unblind/random';
import type { HiggsProcess } from '../pseudo-experiment';
import { decay, fromRapidity, scaled } from './kinematics';

const { cos, max, min, sin, sqrt, PI } = Math;

/** The final state of a collision before the detector, in GeV. */
export interface Collision {
  lepton: FourVector;
  /** The visible part of the tau that decayed to hadrons. */
  hadron: FourVector;
  /** x and y of all neutrinos together. */
  neutrinos: [number, number];
  jets: FourVector[];
}

const higgsMass = 125;
const zPole = 91.19;
const zWidth = 2.495;
const bottomMass = 4.7;

/** Draws one collision of a process with a lepton and a hadronic tau in its final state. */
export function collide(random: RandomSource, process: HiggsProcess): Collision {
  switch (process) {
    case 'htautau':
      return random.uniform() < vectorBosonFusionShare
        ? vectorBosonFusion(random)
        : boson(random, higgsMass, { jets: 1.1, jetPt: 34, rapidity: 1 });
    case 'ztautau':
      return boson(random, breitWigner(random, zPole, zWidth), { jets: 0.65, jetPt: 26, rapidity: 1.5 });
    case 'ttbar':
      return topPair(random);
    case 'diboson':
      return bosonPair(random);
  }
}

/** Of the Higgs bosons, in round numbers: the rest comes from gluons. */
const vectorBosonFusionShare = 0.08;

/**
 * A boson that recoils against jets from the initial state: their number is Poisson, their transverse momenta fall exponentially
 * from the threshold at which jets are counted, and what is softer is one normal kick.
 */
function boson(random: RandomSource, m: number, mean: { jets: number; jetPt: number; rapidity: number }): Collision {
  const jets = initialStateJets(random, mean.jets, mean.jetPt);
  return tauPair(random, m, jets, mean.rapidity * random.normal());
}

/** Two hard jets far apart in rapidity, in opposite hemispheres, with the boson between them. */
function vectorBosonFusion(random: RandomSource): Collision {
  const side = random.uniform() < 0.5 ? 1 : -1;
  const jets = [side, -side].map((sign) =>
    massless(30 + 55 * random.exponential(), sign * (1.2 + 1.1 * random.exponential()), random.uniformIn(-PI, PI)),
  );
  return tauPair(random, higgsMass, jets, 0.8 * random.normal());
}

const softKick = 8;

function tauPair(random: RandomSource, m: number, jets: FourVector[], rapidity: number): Collision {
  const px = softKick * random.normal() - jets.reduce((sum, jet) => sum + jet.px, 0);
  const py = softKick * random.normal() - jets.reduce((sum, jet) => sum + jet.py, 0);
  const parent = fromRapidity(sqrt(px * px + py * py), rapidity, Math.atan2(py, px), m);
  const [first, second] = decay(random, parent, m, [0, 0]);
  const x = leptonFraction(random);
  const y = hadronFraction(random);
  return {
    lepton: scaled(first, x),
    hadron: scaled(second, y),
    neutrinos: [(1 - x) * first.px + (1 - y) * second.px, (1 - x) * first.py + (1 - y) * second.py],
    jets,
  };
}

/** Each W decays once to a lepton and once to a tau, directly. */
function topPair(random: RandomSource): Collision {
  const pt = 75 * (random.exponential() + random.exponential());
  const phi = random.uniformIn(-PI, PI);
  const [m1, m2] = [breitWigner(random, topPole, topWidth), breitWigner(random, topPole, topWidth)];
  const tops: [FourVector, FourVector] = [
    fromRapidity(pt, 0.9 * random.normal(), phi, m1),
    fromRapidity(pt, 0.9 * random.normal(), phi + PI, m2),
  ];
  const [w1, w2] = [breitWigner(random, wPole, wWidth), breitWigner(random, wPole, wWidth)];
  const [first, b1] = decay(random, tops[0], m1, [w1, bottomMass]);
  const [second, b2] = decay(random, tops[1], m2, [w2, bottomMass]);
  const jets = [b1, b2, ...initialStateJets(random, 0.7, 30)];
  return wDecays(random, { momentum: first, mass: w1 }, { momentum: second, mass: w2 }, jets);
}

function bosonPair(random: RandomSource): Collision {
  const jets = initialStateJets(random, 0.5, 28);
  const pt = 32 * random.exponential() + 6;
  const phi = random.uniformIn(-PI, PI);
  const [w1, w2] = [breitWigner(random, wPole, wWidth), breitWigner(random, wPole, wWidth)];
  const [kickX, kickY] = [-jets.reduce((sum, jet) => sum + jet.px, 0) / 2, -jets.reduce((sum, jet) => sum + jet.py, 0) / 2];
  const pushed = (sign: number, m: number) => {
    const [px, py] = [sign * pt * cos(phi) + kickX, sign * pt * sin(phi) + kickY];
    return fromRapidity(sqrt(px * px + py * py), 1.1 * random.normal(), Math.atan2(py, px), m);
  };
  return wDecays(random, { momentum: pushed(1, w1), mass: w1 }, { momentum: pushed(-1, w2), mass: w2 }, jets);
}

interface W {
  momentum: FourVector;
  mass: number;
}

/** The first W decays to the lepton, the second one to the tau. */
function wDecays(random: RandomSource, first: W, second: W, jets: FourVector[]): Collision {
  const [lepton, neutrino] = decay(random, first.momentum, first.mass, [0, 0]);
  const [tau, tauNeutrino] = decay(random, second.momentum, second.mass, [0, 0]);
  const y = hadronFraction(random);
  return {
    lepton,
    hadron: scaled(tau, y),
    neutrinos: [neutrino.px + tauNeutrino.px + (1 - y) * tau.px, neutrino.py + tauNeutrino.py + (1 - y) * tau.py],
    jets,
  };
}

const jetThreshold = 20;

function initialStateJets(random: RandomSource, mean: number, slope: number): FourVector[] {
  return Array.from({ length: random.poisson(mean) }, () =>
    massless(jetThreshold + slope * random.exponential(), max(-4.4, min(4.4, 1.7 * random.normal())), random.uniformIn(-PI, PI)),
  );
}

/** Share x of a tau's momentum that its lepton takes: density (5 - 9 x^2 + 4 x^3) / 3, of an unpolarised tau, massless leptons. */
function leptonFraction(random: RandomSource): number {
  for (;;) {
    const x = random.uniform();
    if (random.uniform() * 5 < 5 - 9 * x * x + 4 * x * x * x) return x;
  }
}

/**
 * Share that the visible hadrons take, as the mixture of decay channels makes it, in round numbers: a single pion's is even in
 * (0, 1); the rho and a1 leave little room below 0.2.
 */
function hadronFraction(random: RandomSource): number {
  return random.uniform() < 0.18 ? random.uniform() : 0.2 + 0.8 * sqrt(random.uniform());
}
