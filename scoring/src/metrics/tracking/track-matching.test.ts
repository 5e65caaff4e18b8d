import { matchTracks } from './match-tracks';
import { countMatches, type MatchingRule } from './track-matching';

/** Particles by letter, one letter per hit, '.' is noise; tracks likewise, ' ' leaves the hit out. */
function tableOf(particles: string, tracks: string) {
  const hits = Array.from(particles, (letter, hit) => ({ id: letter === '.' ? 0n : BigInt(letter.charCodeAt(0)), hit }));
  const assigned = Array.from(tracks, (letter, hit) => ({ track: letter.charCodeAt(0), hit })).filter(({ track }) => track !== 32);
  return matchTracks(
    {
      hitIds: Int32Array.from(hits, ({ hit }) => hit),
      particleIds: BigInt64Array.from(hits, ({ id }) => id),
      weights: new Float64Array(hits.length).fill(1),
    },
    { hitIds: Int32Array.from(assigned, ({ hit }) => hit), trackIds: Int32Array.from(assigned, ({ track }) => track) },
  );
}

function counts(particles: string, tracks: string, rule: MatchingRule, selected?: Uint8Array) {
  const table = tableOf(particles, tracks);
  const { found: _found, ...rest } = countMatches(table, rule, selected ?? new Uint8Array(table.particleIds.length).fill(1));
  return rest;
}

describe('track matching', () => {
  it('finds every particle when the tracks are the particles', () => {
    for (const rule of ['perfect', 'double_majority', 'lhc'] as const) {
      expect(counts('aaaabbbb', 'xxxxyyyy', rule)).toEqual({
        particles: 2,
        foundParticles: 2,
        tracks: 2,
        fakeTracks: 0,
        duplicateTracks: 0,
      });
    }
  });

  it('is perfect only with all and only the hits of the particle', () => {
    expect(counts('aaaab', 'xxxx ', 'perfect').foundParticles).toBe(1);
    expect(counts('aaaab', 'xxx  ', 'perfect').fakeTracks).toBe(1);
    expect(counts('aaaab', 'xxxxx', 'perfect').fakeTracks).toBe(1);
  });

  it('needs strictly more than half on both sides for the double majority', () => {
    expect(counts('aaaaaabbb', 'xxx   ...', 'double_majority').foundParticles).toBe(1);
    expect(counts('aaaaaabbb', 'xxxx     ', 'double_majority').foundParticles).toBe(1);
    expect(counts('aaaaaabbbbbb', 'xxx   xxx   ', 'double_majority').fakeTracks).toBe(1);
  });

  it('needs more than 75 % purity for the LHC matching, and counts a second track of a particle as a duplicate', () => {
    expect(counts('aaaaaaab', 'xxx    x', 'lhc').fakeTracks).toBe(1);
    expect(counts('aaaaaaab', 'xxxx   x', 'lhc').foundParticles).toBe(1);
    expect(counts('aaaaaaaa', 'xxxxyyyy', 'lhc')).toEqual({
      particles: 1,
      foundParticles: 1,
      tracks: 2,
      fakeTracks: 0,
      duplicateTracks: 1,
    });
  });

  it('leaves tracks of fewer than three hits out', () => {
    expect(counts('aabbb', 'xxyyy', 'perfect')).toMatchObject({ particles: 2, foundParticles: 1, tracks: 1 });
  });

  it('calls a track of noise a fake (a difference from gnn_tracking, which leaves it out), and noise no particle', () => {
    expect(counts('aaa...', 'xxxyyy', 'double_majority')).toEqual({
      particles: 1,
      foundParticles: 1,
      tracks: 2,
      fakeTracks: 1,
      duplicateTracks: 0,
    });
  });

  it('counts neither particles outside the selection nor their tracks', () => {
    expect(counts('aaabbb', 'xxxyyy', 'perfect', Uint8Array.of(0, 1))).toMatchObject({ particles: 1, foundParticles: 1, tracks: 1 });
  });
});
