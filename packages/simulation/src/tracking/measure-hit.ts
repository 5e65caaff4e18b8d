import { type RandomSource, type Seed, streamOf } from '@unblind/random';
import type { TrackerConditions } from './conditions';
import { moduleAt, type TrackerLayer } from './detector';
import type { TrackState } from './helix';

const { abs, atan2, cos, floor, hypot, max, sin } = Math;

/** Of a sensor, mm. */
const thickness = 0.3;

/** The conditions of an event, and the seed of the modules' defects, which are the same in every event of a split. */
export interface EventConditions extends TrackerConditions {
  modules: Seed;
}

export interface Measurement {
  layer: TrackerLayer;
  module: number;
  x: number;
  y: number;
  z: number;
  /** Cells along the circumference and along z or the radius, and their summed charge (1: a straight passage). */
  cells: readonly [number, number];
  charge: number;
}

/** The hit of a crossing: snapped to nothing, smeared uniformly over a cell, displaced with its module; null from a dead one. */
export function measureHit(layer: TrackerLayer, state: TrackState, conditions: EventConditions, random: RandomSource): Measurement | null {
  const { x, y, z, px, py, pz } = state;
  const [radius, phi] = [hypot(x, y), atan2(y, x)];
  const isBarrel = layer.shape === 'barrel';
  const module = moduleAt(layer, phi, isBarrel ? z : radius);
  const { isDead, shift } = stateOf(layer, module, conditions);
  const [u, v] = [random.uniform() - 0.5, random.uniform() - 0.5];
  const [spreadU, spreadV, passage] = [random.uniform(), random.uniform(), random.exponential()];
  if (isDead) return null;
  const across = layer.pitch[0] * u + shift[0];
  const along = (isBarrel ? z : radius) + layer.pitch[1] * v + shift[1];
  const outward = (px * x + py * y) / radius;
  const around = (py * x - px * y) / radius;
  const through = max(0.05 * hypot(px, py, pz), abs(isBarrel ? outward : pz));
  const length = (slope: number, pitch: number, spread: number) => 1 + floor((thickness * abs(slope)) / through / pitch + spread);
  const measuredPhi = phi + across / radius;
  const r = isBarrel ? radius : along;
  return {
    layer,
    module,
    x: r * cos(measuredPhi),
    y: r * sin(measuredPhi),
    z: isBarrel ? along : z,
    cells: [length(around, layer.pitch[0], spreadU), length(isBarrel ? pz : outward, layer.pitch[1], spreadV)],
    charge: (hypot(px, py, pz) / through) * (0.9 + 0.1 * passage),
  };
}

function stateOf({ volume, layer }: TrackerLayer, module: number, { deadModules, misalignment, modules }: EventConditions) {
  if (deadModules === 0 && misalignment === 0) return { isDead: false, shift: [0, 0] as const };
  const random = streamOf(modules, (volume * 100 + layer) * 100_000 + module);
  const isDead = random.uniform() < deadModules;
  return { isDead, shift: [misalignment * random.normal(), misalignment * random.normal()] as const };
}
