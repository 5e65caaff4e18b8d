import { testWithFixtures } from '@unblind/testing';
import { bigints, fixture, numbers, readCsv, vector } from '../../../test/read-vectors';
import { hitWeights } from './hit-weights';

const particles = { particleIds: BigInt64Array.of(7n), vz: Float64Array.of(1), px: Float64Array.of(3), py: Float64Array.of(4) };

describe('hit weights', () => {
  it('follow the profile in order of the distance from the vertex, and sum to one', () => {
    const weights = hitWeights({ particleIds: new BigInt64Array(9).fill(7n), tz: Float64Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1), particles });
    expect(Array.from(weights, (weight) => Math.round(weight * 49 * 1e9) / 1e9)).toEqual([6, 5, 3, 3, 3, 5, 6, 8, 10]);
  });

  it('are 0 for noise, for unknown particles, and for particles of fewer than 4 hits', () => {
    const particleIds = BigInt64Array.of(7n, 7n, 7n, 7n, 0n, 8n, 8n, 8n, 8n);
    const weights = hitWeights({ particleIds, tz: Float64Array.of(2, 3, 4, 5, 6, 1, 2, 3, 4), particles });
    expect(Array.from(weights.subarray(4))).toEqual([0, 0, 0, 0, 0]);
    expect(() => hitWeights({ particleIds: BigInt64Array.of(7n, 7n, 7n), tz: Float64Array.of(1, 2, 3), particles })).toThrow(/weight/);
  });

  it('grow with pT from 0.2 at 0.5 GeV to 1 at 3 GeV, and vanish below 0.05 GeV', () => {
    const momenta = [0.04, 0.05, 0.5, 1.75, 3, 50];
    const table = {
      particleIds: BigInt64Array.from(momenta, (_, i) => BigInt(i + 1)),
      vz: new Float64Array(6),
      px: Float64Array.from(momenta),
      py: new Float64Array(6),
    };
    const particleIds = BigInt64Array.from({ length: 24 }, (_, i) => BigInt(1 + Math.floor(i / 4)));
    const weights = hitWeights({ particleIds, tz: Float64Array.from({ length: 24 }, (_, i) => 1 + (i % 4)), particles: table });
    const firstHits = [0, 4, 8, 12, 16, 20].map((hit) => weights[hit]! / weights[20]!);
    [0, 0.2, 0.2, 0.6, 1, 1].forEach((expected, i) => expect(firstHits[i]).toBeCloseTo(expected, 14));
  });
});

function compareWeights(truthFile: Buffer, particlesFile: Buffer, options: { primariesOnly: boolean }): void {
  const truth = readCsv(truthFile);
  const table = readCsv(particlesFile);
  const columns = {
    particleIds: bigints(table['particle_id']),
    vz: numbers(table['vz']),
    px: numbers(table['px']),
    py: numbers(table['py']),
  };
  const weights = hitWeights({ particleIds: bigints(truth['particle_id']), tz: numbers(truth['tz']), particles: columns }, options);
  const expected = numbers(truth['weight']);
  const total = expected.reduce((sum, weight) => sum + weight, 0);
  // The files have 6 digits of weights, momenta and positions.
  expected.forEach((weight, hit) => expect(Math.abs(weights[hit]! - weight / total)).toBeLessThanOrEqual((1e-5 * weight) / total));
}

const realTruth = 'trackml/real-event-subsample/event000000001-truth.csv.gz';
const realParticles = 'trackml/real-event-subsample/event000000001-particles.csv.gz';
testWithFixtures(
  [realTruth, realParticles],
  'hit weights of a real event are those of its truth file, up to the normalisation over the whole event',
  () => compareWeights(fixture(realTruth), fixture(realParticles), { primariesOnly: true }),
);

test('hit weights of a simulated event are those that pandas gives', () => {
  const file = (name: string) => vector(`trackml/simulated/event000000001-${name}.csv`);
  compareWeights(file('truth'), file('particles'), { primariesOnly: false });
});
