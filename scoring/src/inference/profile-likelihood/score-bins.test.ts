import { fillBins, quantileEdges } from './score-bins';

const ones = (count: number) => new Array<number>(count).fill(1);

describe('bins of a score', () => {
  it('hold the same share of an even mixture of signal and background', () => {
    const signal = Array.from({ length: 400 }, (_, i) => 0.5 + i / 800);
    const background = Array.from({ length: 1000 }, (_, i) => (i / 1000) ** 2);
    const edges = quantileEdges({ scores: signal, weights: ones(400) }, { scores: background, weights: ones(1000) }, 8);
    expect(edges).toHaveLength(7);
    const [s, b] = [fillBins(signal, edges), fillBins(background, edges)];
    // To one event of each.
    s.forEach((content, bin) => expect(Math.abs(content / 400 + b[bin]! / 1000 - 0.25)).toBeLessThan(0.006));
  });

  it('follow weights: an event of weight 3 counts as three', () => {
    const scores = [0.1, 0.2, 0.3, 0.4];
    const edges = quantileEdges({ scores, weights: [3, 1, 1, 1] }, { scores: [], weights: [] }, 2);
    expect(Array.from(edges)).toEqual([0.2]);
    expect(Array.from(fillBins(scores, edges, [3, 1, 1, 1]))).toEqual([3, 3]);
  });

  it('keep equal scores together: a constant classifier has one bin', () => {
    const constant = { scores: ones(50), weights: ones(50) };
    expect(quantileEdges(constant, constant, 10)).toHaveLength(0);
    expect(Array.from(fillBins(constant.scores, new Float64Array(0)))).toEqual([50]);
  });

  it('put a score at an edge above it', () => {
    expect(Array.from(fillBins([0.4, 0.5, 0.6], Float64Array.of(0.5)))).toEqual([1, 2]);
  });
});
