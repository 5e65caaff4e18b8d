import { doubletGraph } from './doublet-graph';
import { neighbours } from './neighbours';
import { radiusGraph } from './radius-graph';
import { cylindricalHits } from './cylindrical';

describe('neighbours', () => {
  it('are the pairs within the radius, the same as by trying all', () => {
    const points = Float64Array.from({ length: 400 }, (_, i) => ((i * 7919) % 1009) / 100);
    const found = neighbours(points, 4, 4);
    const expected: [number, number][] = [];
    for (let a = 0; a < 100; a++)
      for (let b = a + 1; b < 100; b++) {
        const squares = [0, 1, 2, 3].map((axis) => (points[4 * a + axis]! - points[4 * b + axis]!) ** 2);
        if (squares.reduce((sum, square) => sum + square, 0) <= 16) expected.push([a, b]);
      }
    expect(expected.length).toBeGreaterThan(50);
    expect(Array.from(found[0], (a, edge) => [a, found[1][edge]])).toEqual(expected);
  });
});

/** Five hits in mm, with volume, layer and module. */
const hits = {
  data: Float32Array.of(32, 0, 10, 72, 1, 22.5, 116, 4, 36, 72, 60, 20, 72, 0, 400),
  count: 5,
};
const modules = { data: Int32Array.of(8, 2, 1, 8, 4, 1, 8, 6, 1, 8, 4, 9, 8, 4, 2), count: 5 };
const edgesOf = ({ data, count }: { data: ArrayLike<unknown>; count: number }) =>
  Array.from({ length: count }, (_, edge) => [Number(data[2 * edge]), Number(data[2 * edge + 1])]);

describe('the graph of doublets', () => {
  it('joins adjacent layers outwards where turn and displacement are small', () => {
    // 3 turns by 0.69 in 62 mm; 4 points at z = -302 on the beam.
    expect(edgesOf(doubletGraph.derive({ hits, modules }))).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('joins across the end of the azimuth', () => {
    const around = { data: Float32Array.of(-32, 0.1, 0, -72, -0.1, 0), count: 2 };
    const layers = { data: Int32Array.of(8, 2, 1, 8, 4, 1), count: 2 };
    expect(edgesOf(doubletGraph.derive({ hits: around, modules: layers }))).toEqual([[0, 1]]);
  });

  it('has no edge in an event without hits', () => {
    const none = { data: new Float32Array(0), count: 0 };
    expect(doubletGraph.derive({ hits: none, modules: { data: new Int32Array(0), count: 0 } }).count).toBe(0);
  });
});

describe('the graph of a fixed radius', () => {
  it('joins what is near in scaled cylindrical coordinates', () => {
    const nodes = cylindricalHits.derive({ hits });
    // A float32 holds seven digits.
    expect(nodes.data[3]).toBeCloseTo(Math.hypot(72, 1) / 1000, 7);
    expect(nodes.data[4]).toBeCloseTo(Math.atan2(1, 72) / Math.PI, 7);
    expect(nodes.data[5]).toBeCloseTo(0.0225, 7);
    // 0 to 1: 40 mm of radius, 12.5 mm of z; 1 to 2: 44 mm and 13.5 mm.
    expect(edgesOf(radiusGraph.derive({ hits }))).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });
});
