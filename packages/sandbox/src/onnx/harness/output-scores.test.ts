import { Tensor } from 'onnxruntime-node';
import { halfToNumber, scoresOf } from './output-scores';

const tensor = (data: number[], dims: number[]): Tensor => new Tensor('float32', Float32Array.from(data), dims);
const scores = (value: Tensor | undefined, select: number | null, rows: number, width = select === null ? 1 : 2): number[] =>
  Array.from(scoresOf(value, { name: 'y', select, columns: 1, width }, rows));
const several = (value: Tensor | undefined, columns: number, rows: number): number[] =>
  Array.from(scoresOf(value, { name: 'y', select: null, columns, width: columns }, rows));

describe('one score per row', () => {
  it('from a column, a vector, or the last axis', () => {
    expect(scores(tensor([1, 2], [2]), null, 2)).toEqual([1, 2]);
    expect(scores(tensor([1, 2], [2, 1]), null, 2)).toEqual([1, 2]);
    expect(scores(tensor([1, 2, 3, 4], [2, 2]), 1, 2)).toEqual([2, 4]);
    expect(scores(tensor([1, 2, 3, 4], [2, 1, 2]), 0, 2)).toEqual([1, 3]);
    expect(scores(tensor([1, 2], [2]), 0, 2, 1)).toEqual([1, 2]);
    expect(scores(tensor([1, 2], [2, 1]), 0, 2, 1)).toEqual([1, 2]);
  });
  it('never from an output of another width, whose selected entry means something else', () => {
    for (const dims of [
      [2, 2],
      [2, 1, 2],
    ])
      expect(() => scores(tensor([1, 2, 3, 4], dims), 0, 2, 1)).toThrow('not what the challenge');
    expect(() => scores(tensor([1, 2, 3, 4, 5, 6], [2, 3]), 1, 2)).toThrow('not what the challenge asks for');
    expect(() => scores(tensor([1, 2], [2, 1]), 0, 2)).toThrow('not what the challenge asks for');
  });

  it.each([
    ['two columns and no selection', tensor([1, 2, 3, 4], [2, 2]), null, 2],
    ['other rows than asked for', tensor([1, 2, 3, 4], [4]), null, 2],
    ['a scalar', tensor([1], []), null, 1],
    ['two axes beside the rows', tensor([1, 2, 3, 4], [1, 2, 2]), 0, 1],
    ['nothing', undefined, null, 1],
  ])('is refused for %s', (_what, value, select, rows) => {
    expect(() => scores(value, select, rows)).toThrow("output 'y' is not what the challenge asks for");
  });

  it('or several, row after row, where the output has as many', () => {
    expect(several(tensor([1, 2, 3, 4, 5, 6], [2, 3]), 3, 2)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(several(tensor([1, 2, 3, 4, 5, 6], [2, 1, 3]), 3, 2)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const dims of [[3, 2], [6], [2, 3, 1], [1, 6]])
      expect(() => several(tensor([1, 2, 3, 4, 5, 6], dims), 3, 2)).toThrow("output 'y' is not what the challenge asks for");
  });

  it('from doubles and halves', () => {
    expect(scores(new Tensor('float64', Float64Array.of(0.5, 2), [2]), null, 2)).toEqual([0.5, 2]);
    expect(scores(new Tensor('float16', Uint16Array.of(0x3c00, 0xc000), [2]), null, 2)).toEqual([1, -2]);
    expect(() => scores(new Tensor('int64', BigInt64Array.of(1n), [1]), null, 1)).toThrow();
  });

  it('reads binary16 as IEEE 754 has it: largest, smallest, subnormal, zeros, infinities', () => {
    const pairs: [number, number][] = [
      [0x7bff, 65504],
      [0x0400, 2 ** -14],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x8000, -0],
      [0x3555, 1365 / 4096],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
    ];
    for (const [bits, value] of pairs) expect(halfToNumber(bits)).toBe(value);
    expect(halfToNumber(0x7e00)).toBeNaN();
  });
});
