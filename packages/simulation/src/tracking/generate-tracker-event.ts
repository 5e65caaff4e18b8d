import { deriveSeed, type RandomSource, type Seed, streamOf } from '@unblind/random';
import type { TrackerConditions } from './conditions';
import { nextCrossing, type TrackState } from './helix';
import { measureHit, type EventConditions, type Measurement } from './measure-hit';
import { drawParticles, type ChargedParticle } from './particles';
import { scatter } from './scatter';

const { PI, atan2, cos, hypot, sin, sqrt } = Math;

export interface TrackerHit extends Measurement {
  /** 0n: noise. */
  particleId: bigint;
  /** Position and momentum of the crossing, mm and GeV; of noise the measured position, and no momentum. */
  truth: readonly [number, number, number, number, number, number];
}

export interface TrackerEvent {
  /** Sorted by volume, layer, module and x, so that the order reveals nothing about the particles. */
  hits: TrackerHit[];
  particles: (ChargedParticle & { hits: number })[];
}

/**
 * An event of a simplified tracker: pile-up vertices, helices in 2 T with multiple scattering at each layer, cells, inefficiency
 * and noise. Particles are followed to their largest distance from the beam (half a turn): hits on the way back are not recorded.
 * Energy loss, showers and overlapping modules are left out.
 *
 * @param index of the event in its data set: the event depends on it, the seed and the conditions alone
 */
export function generateTrackerEvent(seed: Seed, index: number, ofAll: TrackerConditions): TrackerEvent {
  const conditions: EventConditions = { ...ofAll, modules: deriveSeed(seed, 'tracker modules') };
  const random = streamOf(seed, index);
  const hits: TrackerHit[] = [];
  const particles = drawParticles(random, conditions).map((particle) => {
    const before = hits.length;
    follow(particle, conditions, random, hits);
    return { ...particle, hits: hits.length - before };
  });
  addNoise(hits, conditions, random);
  return { hits: hits.sort(inDetectorOrder), particles };
}

function follow(particle: ChargedParticle, conditions: EventConditions, random: RandomSource, hits: TrackerHit[]): void {
  let state: TrackState = particle;
  for (let turnLeft = PI; ;) {
    const crossing = nextCrossing(state, turnLeft);
    if (!crossing) return;
    turnLeft -= crossing.turn;
    const { layer, state: there } = crossing;
    const isSeen = random.uniform() < conditions.efficiency;
    const hit = measureHit(layer, there, conditions, random);
    if (isSeen && hit) hits.push({ ...hit, particleId: particle.id, truth: [there.x, there.y, there.z, there.px, there.py, there.pz] });
    state = scatter(there, conditions.material, random);
  }
}

/**
 * Spread over layers as the hits of particles are, evenly within each. Its clusters are those that particles leave there: a hit of the
 * same layer lends its momentum and the angle at which it crosses, and the slope along the beam is that of a straight line from the
 * luminous region. So neither the shape of a cluster nor the shape at its place tells noise from hits.
 */
function addNoise(hits: TrackerHit[], conditions: EventConditions, random: RandomSource): void {
  const { length } = hits;
  if (length === 0) return;
  const count = random.poisson((length * conditions.noise) / (1 - conditions.noise));
  for (let i = 0; i < count; i++) {
    const like = hits[random.integer(length)]!;
    const hit = measureHit(like.layer, crossingLike(like, conditions, random), conditions, random);
    if (hit) hits.push({ ...hit, particleId: 0n, truth: [hit.x, hit.y, hit.z, 0, 0, 0] });
  }
}

/** A crossing anywhere on the layer of a hit, with its transverse momentum and its angle across the beam. */
function crossingLike({ layer, truth }: TrackerHit, { beamSpot }: EventConditions, random: RandomSource): TrackState {
  const { shape, position, from, to } = layer;
  const phi = random.uniformIn(-PI, PI);
  const along = shape === 'barrel' ? random.uniformIn(from, to) : sqrt(random.uniformIn(from ** 2, to ** 2));
  const radius = shape === 'barrel' ? position : along;
  const z = shape === 'barrel' ? along : position;
  const [x, y, , px, py] = truth;
  const turn = phi - atan2(y, x);
  const pz = (hypot(px, py) * (z - beamSpot.z - beamSpot.length * random.normal())) / radius;
  return {
    x: radius * cos(phi),
    y: radius * sin(phi),
    z,
    px: px * cos(turn) - py * sin(turn),
    py: px * sin(turn) + py * cos(turn),
    pz,
    charge: 1,
  };
}

function inDetectorOrder(a: TrackerHit, b: TrackerHit): number {
  return a.layer.volume - b.layer.volume || a.layer.layer - b.layer.layer || a.module - b.module || a.x - b.x;
}
