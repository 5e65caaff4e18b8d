import { comparedIds } from './compare-query';

test('an address names each submission once, in order, four at most', () => {
  expect(comparedIds({})).toEqual([]);
  expect(comparedIds({ with: 'a' })).toEqual(['a']);
  expect(comparedIds({ with: ['b', 'a', 'b'] })).toEqual(['b', 'a']);
  expect(comparedIds({ with: ['a', 'b', 'c', 'd', 'e'] })).toEqual(['a', 'b', 'c', 'd']);
});
