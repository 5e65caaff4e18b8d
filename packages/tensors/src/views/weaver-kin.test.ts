import { weaverKin } from './weaver-kin';

/** One jet of the given (E, px, py, pz), padded with zeros to 200 slots. */
function jet(...constituents: [number, number, number, number][]): Float32Array {
  const data = new Float32Array(800);
  constituents.forEach((momentum, slot) => data.set(momentum, slot * 4));
  return data;
}

/** Channel `channel`, slots 0, 1, ... of the first jet. */
const channel = (data: Float32Array | undefined, index: number, slots = 4) =>
  Array.from((data ?? new Float32Array(0)).subarray(index * 128, index * 128 + slots));

/** Outputs are float32: 24 bits, of numbers of order one. */
const digits = 6;
const close = (got: readonly number[], expected: readonly number[]) => {
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, digits));
};

describe("weaver's kinematic inputs", () => {
  // (E, px, py, pz): transverse momenta 3 and 4 at right angles, the second with pz = 3. The jet: E 10, p (3, 4, 3), pt 5.
  const pair = weaverKin.derive(jet([5, 3, 0, 0], [5, 0, 4, 3]), 1);
  const jetEta = Math.asinh(3 / 5);
  const jetPhi = Math.atan2(4, 3);

  it("places constituents relative to the jet's axis", () => {
    close(channel(pair.pf_points, 0, 2), [-jetEta, Math.asinh(3 / 4) - jetEta]);
    close(channel(pair.pf_points, 1, 2), [-jetPhi, Math.PI / 2 - jetPhi]);
  });

  it('scales the seven features as its configuration does', () => {
    const [deta, dphi] = [-jetEta, -jetPhi];
    const first = Array.from({ length: 7 }, (_, i) => pair.pf_features?.[i * 128] ?? NaN);
    close(first, [
      (Math.log(3) - 1.7) * 0.7,
      (Math.log(5) - 2) * 0.7,
      (Math.log(3 / 5) + 4.7) * 0.7,
      (Math.log(0.5) + 4.7) * 0.7,
      (Math.sqrt(deta ** 2 + dphi ** 2) - 0.2) * 4,
      deta,
      dphi,
    ]);
  });

  it('gives momenta as px, py, pz, E', () => {
    expect([0, 1, 2, 3].map((component) => channel(pair.pf_vectors, component, 2))).toEqual([
      [3, 0],
      [0, 4],
      [0, 3],
      [5, 5],
    ]);
  });

  it('pads by wrapping, but the mask by zeros', () => {
    expect(channel(pair.pf_vectors, 0, 5)).toEqual([3, 0, 3, 0, 3]);
    expect(channel(pair.pf_points, 0, 4).slice(2)).toEqual(channel(pair.pf_points, 0, 2));
    expect(channel(pair.pf_features, 6, 4).slice(2)).toEqual(channel(pair.pf_features, 6, 2));
    expect(channel(pair.pf_mask, 0, 4)).toEqual([1, 1, 0, 0]);
  });

  it('turns the sign of deta with the side of the jet', () => {
    const mirrored = weaverKin.derive(jet([5, 3, 0, 0], [5, 0, 4, -3]), 1);
    expect(channel(mirrored.pf_points, 0)).toEqual(channel(pair.pf_points, 0));
    expect(channel(mirrored.pf_points, 1)).toEqual(channel(pair.pf_points, 1));
  });

  it('takes azimuths across the seam', () => {
    const angle = Math.PI - 0.1;
    const across = weaverKin.derive(jet([1, Math.cos(angle), Math.sin(angle), 0], [1, Math.cos(angle), -Math.sin(angle), 0]), 1);
    close(channel(across.pf_points, 1, 2), [-0.1, 0.1]);
  });

  it('clips the scaled features to 5', () => {
    const soft = weaverKin.derive(jet([600, 600, 0, 0], [1e-6, 0, 1e-6, 0]), 1);
    expect(channel(soft.pf_features, 0, 2)).toEqual([Math.fround((Math.log(600) - 1.7) * 0.7), -5]);
  });

  it('keeps the first 128 of more constituents, with the jet of all of them', () => {
    const many = weaverKin.derive(jet(...Array.from({ length: 200 }, (): [number, number, number, number] => [1, 1, 0, 0])), 1);
    expect(channel(many.pf_mask, 0, 128).every((value) => value === 1)).toBe(true);
    close(channel(many.pf_features, 3, 1), [(Math.log(1 / 200) + 4.7) * 0.7]);
  });

  it('passes over an empty slot between constituents', () => {
    const gap = weaverKin.derive(jet([5, 3, 0, 0], [0, 0, 0, 0], [5, 0, 4, 3]), 1);
    expect(gap).toEqual(pair);
  });

  it('is zero for a jet without constituents, and finite for one along the beam or at rest in the plane', () => {
    expect(Object.values(weaverKin.derive(jet(), 1)).every((data) => data.every((value) => value === 0))).toBe(true);
    for (const odd of [jet([5, 0, 0, 5]), jet([5, 0, 0, 0]), jet([5, 3, 0, 4], [5, -3, 0, 4]), jet([5, 3, 0, 0], [1, 0, 0, -1])]) {
      for (const data of Object.values(weaverKin.derive(odd, 1))) expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  it('treats every jet of a batch alone', () => {
    const one = jet([5, 3, 0, 0], [5, 0, 4, 3]);
    const batch = new Float32Array(1600);
    batch.set(one, 800);
    expect(weaverKin.derive(batch, 2).pf_features?.slice(7 * 128)).toEqual(pair.pf_features);
  });
});
