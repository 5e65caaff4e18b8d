import { joinIds } from './join-ids';

describe('joining ids', () => {
  it('finds each given id among the known, in any mix of types', () => {
    const known = Int32Array.of(5, 3, 9);
    for (const given of [Int32Array.of(9, 5, 4), Float64Array.of(9, 5, 4), BigInt64Array.of(9n, 5n, 4n)]) {
      expect(Array.from(joinIds(known, given).rowOf)).toEqual([2, 0, -1]);
      expect(Array.from(joinIds(given, known).rowOf)).toEqual([1, -1, 0]);
    }
  });

  it('finds ids that lie far apart', () => {
    const known = Float64Array.of(5, 2 ** 53 - 1, 1e9);
    expect(Array.from(joinIds(known, Float64Array.of(1e9, 6, 2 ** 53 - 1)).rowOf)).toEqual([2, -1, 1]);
    expect(joinIds(Float64Array.of(1e15, 3, 1e15), Int32Array.of(3)).repeatedKnown).toBe(2);
  });

  it('finds nothing among no known ids', () => {
    expect(joinIds(Int32Array.of(), Int32Array.of(0, 7))).toEqual({ rowOf: Int32Array.of(-1, -1), repeatedKnown: null });
  });

  it('compares 64-bit ids exactly', () => {
    const id = 2n ** 62n;
    expect(Array.from(joinIds(BigInt64Array.of(id, id + 1n), BigInt64Array.of(id + 1n, id + 2n)).rowOf)).toEqual([1, -1]);
  });

  it('says which known id is repeated', () => {
    expect(joinIds(Int32Array.of(1, 2, 1, 2), Int32Array.of()).repeatedKnown).toBe(2);
    expect(joinIds(Int32Array.of(1, 2), Int32Array.of(2, 2))).toEqual({ rowOf: Int32Array.of(1, 1), repeatedKnown: null });
  });
});
