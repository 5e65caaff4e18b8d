import { jetImage } from './jet-image';

/** A massless constituent. */
const at = (pt: number, eta: number, phi: number): number[] => [
  pt * Math.cosh(eta),
  pt * Math.cos(phi),
  pt * Math.sin(phi),
  pt * Math.sinh(eta),
];
function imageOf(...constituents: number[][]): Float32Array {
  const data = new Float32Array(800);
  constituents.forEach((momentum, slot) => data.set(momentum, slot * 4));
  return jetImage.derive(data, 1).image ?? new Float32Array(0);
}
const lit = (image: Float32Array) =>
  Array.from(image.keys())
    .filter((i) => image[i] !== 0)
    .map((i) => ({ row: Math.floor(i / 40), column: i % 40, value: Number(image[i]?.toFixed(5)) }));

describe('the image of a jet', () => {
  it('of two constituents stands upright around their centroid, the harder one above', () => {
    // Along eta, 0.4 apart, 3 to 1: the centroid is 0.1 from the harder one and 0.3 from the softer one. Pixels are 0.05 wide,
    // and row 0 begins at +1: +0.1 falls into row 17 or 18, on whose edge it lies; -0.3 into row 25 or 26.
    const spots = lit(imageOf(at(30.01, 1, 2), at(10, 1.402, 2)));
    expect(spots.map(({ value }) => value)).toEqual([expect.closeTo(0.75, 3), expect.closeTo(0.25, 3)]);
    expect([17, 18]).toContain(spots[0]?.row);
    expect([25, 26]).toContain(spots[1]?.row);
    for (const { column } of spots) expect([19, 20]).toContain(column);
  });

  it('is the same wherever the jet points, however it is turned or mirrored', () => {
    const shape = (eta: number, phi: number, turn: number, mirror: number) =>
      imageOf(
        ...[
          [50, 0, 0.01],
          [30, 0.3, 0.23],
          [11, -0.22, 0.31],
        ].map(([pt = 0, x = 0, y = 0]) =>
          at(pt, eta + Math.cos(turn) * x - Math.sin(turn) * y * mirror, phi + Math.sin(turn) * x + Math.cos(turn) * y * mirror),
        ),
      );
    const reference = lit(shape(0, 0, 0, 1));
    expect(reference.length).toBe(3);
    expect(lit(shape(0.7, 3.1, 0, 1))).toEqual(reference);
    expect(lit(shape(-1.2, -3.1, 2.1, 1))).toEqual(reference);
    expect(lit(shape(0.4, 1, 0.6, -1))).toEqual(reference);
  });

  it('sums to 1, leaves out what lies outside, and is dark without constituents', () => {
    const sum = (image: Float32Array) => image.reduce((total, value) => total + value, 0);
    expect(sum(imageOf(at(10, 0, 0), at(5, 0.2, 0.1)))).toBeCloseTo(1, 6);
    expect(sum(imageOf(at(90, 0, 0), at(10, 1.5, 0)))).toBeCloseTo(0.9, 5);
    expect(sum(imageOf())).toBe(0);
  });
});
