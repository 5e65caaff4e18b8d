import { streamOf } from '@unblind/random';
import { drawFromBlocks, drawMixture } from './draw-mixture';

const mixture = {
  ztautau: { start: 0, count: 100, expected: 60_000 },
  diboson: { start: 100, count: 10, expected: 10_000 },
  ttbar: { start: 110, count: 10, expected: 0 },
  htautau: { start: 120, count: 50, expected: 30_000 },
};

describe('the events of a pseudo-experiment', () => {
  const { draws, processes } = drawMixture(streamOf(7, 0), mixture);
  const countOf = (process: number) => processes.filter((of) => of === process).length;

  it('are Poisson in number, of each process', () => {
    // Four standard deviations.
    [60_000, 10_000, 0, 30_000].forEach((expected, process) => {
      expect(Math.abs(countOf(process) - expected)).toBeLessThanOrEqual(4 * Math.sqrt(expected));
    });
  });

  it('come from the rows of their process, each as often as the next', () => {
    const perRow = new Map<number, number>();
    const parts = Object.values(mixture);
    const outside = draws.filter((row, event) => {
      const { start, count } = parts[processes[event]!]!;
      return row < start || row >= start + count;
    });
    expect(outside).toHaveLength(0);
    draws.forEach((row) => {
      perRow.set(row, (perRow.get(row) ?? 0) + 1);
    });
    expect(perRow.size).toBe(160);
    // 600 expected of each row of Z bosons: chi-squared of 100 rows has mean 100 and deviation 14.
    const chiSquared = Array.from({ length: 100 }, (_, row) => ((perRow.get(row) ?? 0) - 600) ** 2 / 600).reduce((a, b) => a + b, 0);
    expect(Math.abs(chiSquared - 100)).toBeLessThan(60);
  });

  it('are in an order that says nothing about the process', () => {
    const early = processes.subarray(0, 20_000).filter((process) => process === 3).length;
    expect(Math.abs(early / 20_000 - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 20_000));
  });

  it('vary in number with the stream, and are the same again from the same one', () => {
    expect(drawMixture(streamOf(7, 0), mixture)).toEqual({ draws, processes });
    const numbers = Array.from({ length: 400 }, (_, stream) => drawMixture(streamOf(7, stream), small).draws.length);
    const mean = numbers.reduce((a, b) => a + b, 0) / 400;
    const variance = numbers.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 399;
    // Of a Poisson number of mean 50: the mean is known to 0.35 and the variance to 3.6.
    expect(Math.abs(mean - 50)).toBeLessThan(1.5);
    expect(Math.abs(variance - 50)).toBeLessThan(15);
  });

  it('may come block by block, in random order and as many of each process', () => {
    const block = (start: number) => ({
      ztautau: { start, count: 30, expected: 600 },
      diboson: nothing,
      ttbar: nothing,
      htautau: { start: start + 30, count: 10, expected: 200 },
    });
    const blocks = Array.from({ length: 20 }, (_, i) => block(40 * i));
    const drawn = drawFromBlocks(streamOf(3, 0), blocks);
    const signals = drawn.processes.filter((process) => process === 3).length;
    expect(Math.abs(signals - 4000)).toBeLessThan(4 * Math.sqrt(4000));
    expect(new Set(drawn.draws).size).toBe(800);
    const order = [...new Set(Array.from(drawn.draws, (row) => Math.floor(row / 40)))];
    expect(order).toHaveLength(20);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
    expect(drawn.draws.every((row, event) => row % 40 >= 30 === (drawn.processes[event] === 3))).toBe(true);
  });

  it('cannot be drawn from no rows', () => {
    expect(() => drawMixture(streamOf(1, 0), { ...small, ztautau: { start: 0, count: 0, expected: 1 } })).toThrow('ztautau');
  });
});

const nothing = { start: 0, count: 0, expected: 0 };
const small = { ztautau: { start: 0, count: 100, expected: 50 }, diboson: nothing, ttbar: nothing, htautau: nothing };
