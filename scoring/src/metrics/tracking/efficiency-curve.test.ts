import { binomialInterval } from '../../intervals/binomial';
import { countEfficiency, efficiencyBins, emptyCounts } from './efficiency-curve';
import { particleKinematics, selectParticles, defaultSelection } from './particle-kinematics';

describe('an efficiency curve', () => {
  it('counts selected particles per bin, with binomial intervals, and says how many fall outside', () => {
    const counts = emptyCounts([0, 1, 2]);
    countEfficiency(
      counts,
      Float64Array.of(0, 0.5, 1, 1.5, 2, -1, 0.5),
      Uint8Array.of(1, 0, 1, 1, 1, 1, 1),
      Uint8Array.of(1, 1, 1, 1, 1, 1, 0),
    );
    expect(counts.outside).toBe(2);
    expect(efficiencyBins(counts)).toEqual([
      { from: 0, to: 1, found: 1, total: 2, efficiency: 0.5, ...binomialInterval(1, 2) },
      { from: 1, to: 2, found: 2, total: 2, efficiency: 1, ...binomialInterval(2, 2) },
    ]);
  });

  it('leaves empty bins out instead of inventing an efficiency', () => {
    expect(efficiencyBins(emptyCounts([0, 1]))).toEqual([]);
  });
});

describe('particle kinematics', () => {
  const particles = {
    particleIds: BigInt64Array.of(5n, 3n),
    vx: Float64Array.of(3, 0),
    vy: Float64Array.of(4, 0),
    px: Float64Array.of(0.6, 1),
    py: Float64Array.of(0.8, 0),
    pz: Float64Array.of(-1, Math.sinh(2)),
  };

  it('are joined by id; noise has none', () => {
    const { pt, pseudorapidity, vertexRadius } = particleKinematics(BigInt64Array.of(0n, 3n, 5n), particles);
    expect(Array.from(pt)).toEqual([NaN, 1, 1]);
    expect(pseudorapidity[1]).toBeCloseTo(2, 14);
    expect(pseudorapidity[2]).toBeCloseTo(-Math.asinh(1), 14);
    expect(Array.from(vertexRadius)).toEqual([NaN, 0, 5]);
  });

  it('of a particle without a row are the organiser’s to repair', () => {
    expect(() => particleKinematics(BigInt64Array.of(4n), particles)).toThrow(/Particle 4/);
  });

  it('decide the selection together with the number of hits', () => {
    const ids = BigInt64Array.of(0n, 3n, 5n);
    const kinematics = particleKinematics(ids, particles);
    expect(Array.from(selectParticles(ids, Int32Array.of(9, 3, 2), kinematics, defaultSelection))).toEqual([0, 1, 0]);
    expect(
      Array.from(selectParticles(ids, Int32Array.of(9, 9, 9), kinematics, { ...defaultSelection, maximumPseudorapidity: 1.5 })),
    ).toEqual([0, 0, 1]);
    expect(Array.from(selectParticles(ids, Int32Array.of(9, 9, 2), null, defaultSelection))).toEqual([0, 1, 0]);
  });
});
