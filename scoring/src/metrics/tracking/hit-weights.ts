import { PlatformFault } from '@unblind/contracts';
import { denseCodes } from '../../ids/dense-codes';

export interface WeightInput {
  particleIds: BigInt64Array;
  /** True z of each hit in mm. */
  tz: Float64Array;
  particles: WeightedParticles;
}

/** The particle table: vertex z in mm, momentum in GeV. */
interface WeightedParticles {
  particleIds: BigInt64Array;
  vz: Float64Array;
  px: Float64Array;
  py: Float64Array;
}

/** Weights from the first to the last hit of a track: the ends, which are important for seeding and extrapolation, count more. */
const orderProfile = [10, 8, 6, 5, 3, 3, 3, 5, 6];
const minimumHits = 4;
const maximumHits = 20;

/** Bits 24-35 of a particle_id count the generation: 0 is a particle of the collision itself. */
const generation = (particleId: bigint): bigint => (particleId >> 24n) & 0xfffn;

/**
 * The weights of an event's hits, recomputed from its truth: weight = (order weight) (pT weight), normalised to sum 1.
 *
 * pT weight: 0 below 0.05 GeV, 0.2 up to 0.5 GeV, then linear to 1 at 3 GeV. Order weight: the profile stretched over the
 * particle's hits in order of |tz - vz|, normalised per particle; 0 below 4 hits, and beyond the 20th. Hits at the same distance share
 * their mean rank, rounded down, as in the reference. Noise and hits of particles missing from the table get 0.
 *
 * @param options.primariesOnly the throughput phase: particles of a later generation get 0
 * @throws PlatformFault where every weight is 0
 * Source: arXiv:1904.06778; LAL/trackml-library, trackml/weights.py `weight_hits`
 */
export function hitWeights({ particleIds, tz, particles }: WeightInput, options = { primariesOnly: false }): Float64Array {
  const { codes, firstRow } = denseCodes(particleIds);
  const rowOfParticle = new Map(Array.from(particles.particleIds, (id, row) => [id, row]));
  const hitsOf = groupRows(codes, firstRow.length);
  const weights = new Float64Array(particleIds.length);
  let total = 0;
  for (let code = 0; code < firstRow.length; code++) {
    const id = particleIds[firstRow[code]!]!;
    const row = rowOfParticle.get(id);
    if (id === 0n || row === undefined || (options.primariesOnly && generation(id) !== 0n)) continue;
    const hits = hitsOf(code);
    const momentum = momentumWeight(Math.hypot(particles.px[row]!, particles.py[row]!));
    const distances = Float64Array.from(hits, (hit) => Math.abs(tz[hit]! - particles.vz[row]!));
    orderIndices(distances).forEach((index, i) => {
      const weight = momentum * orderWeight(index, hits.length);
      weights[hits[i]!] = weight;
      total += weight;
    });
  }
  if (!(total > 0)) {
    throw new PlatformFault('scorer-failed', {
      message: 'No hit of the event has a weight.',
      fix: 'The organiser must give an event with a particle of at least 4 hits and 0.05 GeV.',
    });
  }
  for (let i = 0; i < weights.length; i++) weights[i]! /= total;
  return weights;
}

function groupRows(codes: Int32Array, count: number): (code: number) => Int32Array {
  const start = new Int32Array(count + 1);
  for (const code of codes) start[code + 1]!++;
  for (let code = 0; code < count; code++) start[code + 1]! += start[code]!;
  const next = start.slice();
  const rows = new Int32Array(codes.length);
  codes.forEach((code, row) => (rows[next[code]!++] = row));
  return (code) => rows.subarray(start[code], start[code + 1]);
}

/** Per distance its mean rank from 0, rounded down. */
function orderIndices(distances: Float64Array): Int32Array {
  const order = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]!);
  const indices = new Int32Array(distances.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && distances[order[end]!] === distances[order[start]!]) end++;
    for (let i = start; i < end; i++) indices[order[i]!] = Math.floor((start + end - 1) / 2);
    start = end;
  }
  return indices;
}

function momentumWeight(pt: number): number {
  if (pt < 0.05) return 0;
  return 0.2 + 0.8 * Math.min(1, Math.max(0, (pt - 0.5) / 2.5));
}

/** Rows of the order weights by number of hits, 0..20. */
const orderWeights = Array.from({ length: maximumHits + 1 }, (_, hits) => {
  if (hits < minimumHits) return [];
  const stretched = Array.from({ length: hits }, (_, i) => profileAt((i * (orderProfile.length - 1)) / (hits - 1)));
  const sum = stretched.reduce((a, b) => a + b, 0);
  return stretched.map((value) => value / sum);
});

function profileAt(position: number): number {
  const left = Math.min(Math.floor(position), orderProfile.length - 2);
  return orderProfile[left]! + (position - left) * (orderProfile[left + 1]! - orderProfile[left]!);
}

function orderWeight(index: number, hits: number): number {
  return orderWeights[Math.min(hits, maximumHits)]?.[index] ?? 0;
}
