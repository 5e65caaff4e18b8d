import { generateTrackerEvent, nominalTracker, shiftTracker, type TrackerConditions, type TrackerEvent } from '@unblind/simulation';
import { z } from 'zod';
import { npyGenerator } from '../npy-generator';
import { shiftAll, type Chunk, type ChunkTask, type Tensors } from '../produce-chunks';

const Shift = z.discriminatedUnion('shift', [
  z.object({ shift: z.literal('misalignment'), sigma: z.number().positive() }),
  z.object({ shift: z.literal('dead-modules'), fraction: z.number().min(0).max(0.9) }),
  z.object({ shift: z.literal('extra-noise'), noise: z.number().min(0).max(0.9) }),
  z.object({ shift: z.literal('beam-spot'), x: z.number(), y: z.number(), z: z.number() }),
]);

export const generator = npyGenerator({
  module: __filename,
  shifts: Shift,
  unit: 'events',
  rowsPerChunk: 1,
  views: {
    hits: { dtype: 'float32', rowShape: [3], perSet: true },
    cells: { dtype: 'float32', rowShape: [3], perSet: true },
    modules: { dtype: 'int32', rowShape: [3], perSet: true },
  },
  truth: {
    event_ids: { dtype: 'int32', rowShape: [] },
    hit_particles: { dtype: 'int64', rowShape: [], perSet: true },
    // tx, ty, tz in mm, tpx, tpy, tpz in GeV.
    hit_truth: { dtype: 'float64', rowShape: [6], perSet: true },
    particle_ids: { dtype: 'int64', rowShape: [], perSet: true },
    // vx, vy, vz in mm, px, py, pz in GeV.
    particles: { dtype: 'float64', rowShape: [6], perSet: true },
    charges: { dtype: 'int32', rowShape: [], perSet: true },
  },
});

/** The first event of each split. */
export const firstEventId = 1000;

/** Bunch crossings in the tracker; a shift changes what the tracker or the beam is like and makes the same crossings again. */
export function produceChunk(task: ChunkTask): Chunk {
  return {
    nominal: tensorsOf(task, nominalTracker),
    variations: shiftAll(task, (variation) => tensorsOf(task, shiftTracker(nominalTracker, Shift.parse(variation)))),
  };
}

function tensorsOf({ seed, start, count }: ChunkTask, conditions: TrackerConditions): Tensors {
  const events = Array.from({ length: count }, (_, i) => generateTrackerEvent(seed, start + i, conditions));
  const hits = events.flatMap((event) => event.hits);
  const particles = events.flatMap((event) => event.particles);
  const perEvent = (of: (event: TrackerEvent) => number) => events.map(of);
  const perHit = { lengths: perEvent((event) => event.hits.length) };
  const perParticle = { lengths: perEvent((event) => event.particles.length) };
  return {
    hits: { data: Float32Array.from(hits.flatMap(({ x, y, z }) => [x, y, z])), ...perHit },
    cells: { data: Float32Array.from(hits.flatMap(({ cells, charge }) => [...cells, charge])), ...perHit },
    modules: { data: Int32Array.from(hits.flatMap(({ layer, module }) => [layer.volume, layer.layer, module])), ...perHit },
    event_ids: Int32Array.from(events, (_, i) => firstEventId + start + i),
    hit_particles: { data: BigInt64Array.from(hits, ({ particleId }) => particleId), ...perHit },
    hit_truth: { data: Float64Array.from(hits.flatMap(({ truth }) => truth)), ...perHit },
    particle_ids: { data: BigInt64Array.from(particles, ({ id }) => id), ...perParticle },
    particles: { data: Float64Array.from(particles.flatMap(({ x, y, z, px, py, pz }) => [x, y, z, px, py, pz])), ...perParticle },
    charges: { data: Int32Array.from(particles, ({ charge }) => charge), ...perParticle },
  };
}
