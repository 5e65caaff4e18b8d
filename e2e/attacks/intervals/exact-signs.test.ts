import { namedStream } from '@unblind/random';
import { exactSigns, signsIn } from './exact-signs';

test('signs are found from fewer sums than there are signs, which is what a bound on shown values has to reckon with', () => {
  const random = namedStream('signs');
  const sign = () => (random.uniform() < 0.5 ? 1 : -1);
  const sums = 18;
  const hidden = Array.from({ length: Math.min(30, signsIn(sums)) }, sign);
  const signs = Array.from({ length: sums }, () => hidden.map(sign));
  const totals = signs.map((row) => row.reduce((sum, value, i) => sum + value * hidden[i]!, 0));
  expect(hidden.length).toBeGreaterThan(sums);
  expect(Array.from(exactSigns({ signs, totals }, random) ?? [])).toEqual(hidden);
});
