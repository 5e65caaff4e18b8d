import { massless } from '../jets/four-vector';
import { ParticleBuffer, ParticleKind } from '../jets/particle-buffer';
import { type RandomSource, streamOf, deriveSeed } from '@unblind/random';
import { particlesPerEvent, writeParticles, type DijetRequest, type Dijets } from './generate-dijets';
import { dijetFeatures, measureDijet } from './measure-dijet';

/** One systematic shift of dijet events, by what it does to their particles. */
export type DijetShift =
  /** Every momentum times `factor`: the jet energy scale. */
  | { shift: 'energy-scale'; factor: number }
  /** All momenta of an event times the same 1 + width x normal: the jet energy resolution. */
  | { shift: 'energy-resolution'; width: number }
  /** Each particle is missed with this probability. */
  | { shift: 'particle-loss'; probability: number }
  /** `particles` more soft ones on average, even over |eta| < 2.5 and phi, with exponential transverse momenta of mean 1 GeV. */
  | { shift: 'pile-up'; particles: number };

const event = new ParticleBuffer();
const acceptance = 2.5;

/** The same events under a shift, with their features measured again; none is selected anew. */
export function shiftDijets(
  nominal: Dijets,
  shift: DijetShift,
  { seed, start = 0, count }: Pick<DijetRequest, 'seed' | 'start' | 'count'>,
): Dijets {
  const width = particlesPerEvent * 3;
  const events: Dijets = {
    particles: new Float32Array(nominal.particles.length),
    features: new Float32Array(nominal.features.length),
    dijetMass: new Float32Array(count),
    labels: nominal.labels.slice(),
  };
  const ofShift = deriveSeed(seed, shift.shift);
  for (let i = 0; i < count; i++) {
    const random = streamOf(ofShift, start + i);
    readParticles(nominal.particles.subarray(i * width, (i + 1) * width), shift, random);
    const measured = measureDijet(event);
    writeParticles(random, event, events.particles.subarray(i * width, (i + 1) * width));
    events.features.set(measured.features, i * dijetFeatures.length);
    events.dijetMass[i] = measured.dijetMass;
  }
  return events;
}

function readParticles(rows: Float32Array, shift: DijetShift, random: RandomSource): void {
  event.count = 0;
  const factor =
    shift.shift === 'energy-scale' ? shift.factor : shift.shift === 'energy-resolution' ? 1 + shift.width * random.normal() : 1;
  const loss = shift.shift === 'particle-loss' ? shift.probability : 0;
  for (let at = 0; at < rows.length && rows[at]! > 0; at += 3) {
    if (loss > 0 && random.uniform() < loss) continue;
    push(rows[at]! * factor, rows[at + 1]!, rows[at + 2]!);
  }
  if (shift.shift !== 'pile-up') return;
  const more = random.poisson(shift.particles);
  for (let k = 0; k < more; k++) push(random.exponential(), random.uniformIn(-acceptance, acceptance), random.uniformIn(-Math.PI, Math.PI));
}

function push(pt: number, eta: number, phi: number): void {
  event.push(massless(pt, eta, phi), ParticleKind.charged);
}
