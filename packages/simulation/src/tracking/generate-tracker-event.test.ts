import { nominalTracker } from './conditions';
import { trackerLayers } from './detector';
import { generateTrackerEvent, type TrackerEvent } from './generate-tracker-event';
import { curvatureRadius, nextCrossing, type TrackState } from './helix';
import { pseudorapidity } from './particles';
import { shiftTracker } from './variations/shift-tracker';

const seed = 2018;
const event = generateTrackerEvent(seed, 0, nominalTracker);
const isNoise = ({ particleId }: { particleId: bigint }) => particleId === 0n;
const noiseOf = ({ hits }: TrackerEvent) => hits.filter(isNoise).length / hits.length;

describe('an event of the tracker', () => {
  it('comes out the same from the same seed, and another from another', () => {
    expect(generateTrackerEvent(seed, 0, nominalTracker)).toEqual(event);
    expect(generateTrackerEvent(seed, 1, nominalTracker).hits[0]?.x).not.toBe(event.hits[0]?.x);
  });

  it('has about a thousand particles of unequal ids, beyond what a double holds', () => {
    // Poisson: five times the square root of 1000.
    expect(Math.abs(event.particles.length - 1000)).toBeLessThan(160);
    expect(new Set(event.particles.map(({ id }) => id)).size).toBe(event.particles.length);
    // All but those of the first vertex, as most of the original's.
    const large = event.particles.filter(({ id }) => id > BigInt(Number.MAX_SAFE_INTEGER));
    expect(large.length / event.particles.length).toBeGreaterThan(0.7);
  });

  it('has its true hits on the 48 layers, and its measured ones within half a cell', () => {
    expect(trackerLayers).toHaveLength(48);
    for (const { layer, truth, x, y, z } of event.hits.filter((hit) => !isNoise(hit))) {
      const radius = Math.hypot(truth[0], truth[1]);
      expect(layer.shape === 'barrel' ? radius : truth[2]).toBeCloseTo(layer.position, 6);
      const across = Math.hypot(truth[0], truth[1]) * Math.sin(Math.atan2(y, x) - Math.atan2(truth[1], truth[0]));
      expect(Math.abs(across)).toBeLessThan(layer.pitch[0] / 2 + 1e-9);
      const along = layer.shape === 'barrel' ? z - truth[2] : Math.hypot(x, y) - radius;
      expect(Math.abs(along)).toBeLessThan(layer.pitch[1] / 2 + 1e-9);
    }
  });

  it('has 13 % noise, to four standard deviations', () => {
    expect(Math.abs(noiseOf(event) - 0.13)).toBeLessThan(4 * Math.sqrt((0.13 * 0.87) / event.hits.length));
  });

  it('can have the size of the original: ten thousand particles, about ten hits each', () => {
    const { hits, particles } = generateTrackerEvent(seed, 0, { ...nominalTracker, particles: 10_000, vertices: 200 });
    expect(Math.abs(particles.length - 10_000)).toBeLessThan(500);
    const perParticle = hits.filter((hit) => !isNoise(hit)).length / particles.length;
    expect(perParticle).toBeGreaterThan(7);
    expect(perParticle).toBeLessThan(13);
  });

  it('gives a hard central particle a hit on each of the ten barrel layers, but for the inefficiency', () => {
    const central = [0, 1, 2, 3]
      .flatMap((index) => generateTrackerEvent(seed, index, { ...nominalTracker, noise: 0 }).particles)
      .filter((p) => Math.abs(pseudorapidity(p)) < 0.7 && Math.hypot(p.px, p.py) > 0.6 && Math.hypot(p.x, p.y) < 1);
    const mean = central.reduce((sum, { hits }) => sum + hits, 0) / central.length;
    // 10 x 0.98; the binomial spread of the mean is 0.44 / sqrt(n).
    expect(central.length).toBeGreaterThan(100);
    expect(Math.abs(mean - 9.8)).toBeLessThan((5 * 0.443) / Math.sqrt(central.length));
  });
});

describe('a helix', () => {
  it.each([1, -1])('of charge %d bends with the radius pT / (0.3 B), to the layers of the barrel', (charge) => {
    const state: TrackState = { x: 0, y: 0, z: 0, px: 1, py: 0, pz: 0.1, charge };
    expect(curvatureRadius(1)).toBeCloseTo(1667.82, 2);
    const crossing = nextCrossing(state, Math.PI);
    expect(crossing?.layer).toMatchObject({ volume: 8, layer: 2 });
    // The chord of the circle: r = 2 R sin(turn / 2).
    expect(2 * curvatureRadius(1) * Math.sin((crossing?.turn ?? 0) / 2)).toBeCloseTo(32, 9);
    // A positive charge turns clockwise in a field along +z.
    expect(Math.sign(crossing?.state.y ?? 0)).toBe(-charge);
  });
});

describe('a shifted tracker', () => {
  const shifted = (shift: Parameters<typeof shiftTracker>[1]) => generateTrackerEvent(seed, 0, shiftTracker(nominalTracker, shift));

  it('loses the hits of its dead modules, a tenth of them', () => {
    const lost = 1 - shifted({ shift: 'dead-modules', fraction: 0.1 }).hits.length / event.hits.length;
    expect(lost).toBeGreaterThan(0.06);
    expect(lost).toBeLessThan(0.14);
  });

  it('has as much more noise as is asked', () => {
    expect(noiseOf(shifted({ shift: 'extra-noise', noise: 0.25 }))).toBeCloseTo(0.25, 1);
  });

  it('moves the measured hits of a module together, not the true ones', () => {
    const moved = shifted({ shift: 'misalignment', sigma: 0.1 });
    const residual = ({ hits }: TrackerEvent) => {
      const pixels = hits.filter((hit) => hit.layer.volume === 8 && !isNoise(hit));
      return Math.sqrt(pixels.reduce((sum, { z, truth }) => sum + (z - truth[2]) ** 2, 0) / pixels.length);
    };
    // A pixel's 0.05625 / sqrt(12), then with 0.1 mm added in quadrature.
    expect(residual(event)).toBeCloseTo(0.01624, 3);
    expect(residual(moved)).toBeGreaterThan(0.085);
    expect(residual(moved)).toBeLessThan(0.118);
  });

  it('makes its particles where the beams meet', () => {
    const primaries = shifted({ shift: 'beam-spot', x: 1, y: -0.5, z: 20 }).particles.filter(({ id }) => ((id >> 24n) & 0xfffn) === 0n);
    const mean = (of: (p: { x: number; y: number }) => number) => primaries.reduce((sum, p) => sum + of(p), 0) / primaries.length;
    expect(mean(({ x }) => x)).toBeCloseTo(1, 1);
    expect(mean(({ y }) => y)).toBeCloseTo(-0.5, 1);
  });
});
