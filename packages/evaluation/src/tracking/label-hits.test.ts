import { connectedComponents, dbscan } from './label-hits';

describe('the hits of a graph', () => {
  it('are one track where edges at the threshold or above connect them, through others too', () => {
    const edges = [Int32Array.of(0, 3, 1, 4), Int32Array.of(3, 1, 2, 5)] as const;
    expect(Array.from(connectedComponents(6, [...edges], [0.9, 0.5, 0.4, NaN], 0.5))).toEqual([0, 0, 1, 0, 2, 3]);
  });
});

describe('DBSCAN', () => {
  it('finds two groups on a line, gives an edge point to its core, and leaves a lone one alone', () => {
    const points = Float64Array.of(0, 1, 2, 3, 10, 11, 12, 50, 13.5);
    expect(Array.from(dbscan(points, 1, { radius: 1.5, minimum: 3 }))).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 1]);
  });

  it('joins no groups through a point that is no core', () => {
    // With four within 1 the middles 0, 0.5, 1 ... are cores; 2 sees only its two neighbours.
    const points = Float64Array.of(0, 0.2, 0.4, 1, 2, 3, 3.6, 3.8, 4);
    const labels = dbscan(points, 1, { radius: 1, minimum: 4 });
    expect(labels[3]).toBe(labels[0]);
    expect(labels[5]).toBe(labels[8]);
    expect(labels[0]).not.toBe(labels[8]);
  });
});
