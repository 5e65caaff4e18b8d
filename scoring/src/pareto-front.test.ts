import { paretoFront, type Direction } from './pareto-front';
import { namedStream } from '@unblind/random';

const directions: Direction[] = ['asc', 'desc'];

test('the front is what no other point beats, whichever way is better', () => {
  const stream = namedStream('pareto');
  for (const x of directions)
    for (const y of directions)
      for (let round = 0; round < 50; round++) {
        // Few values, so that many are equal.
        const points = Array.from({ length: 12 }, () => ({ x: stream.integer(5), y: stream.integer(5) }));
        const gain = (value: number, direction: Direction) => (direction === 'desc' ? value : -value);
        const beats = (a: { x: number; y: number }, b: { x: number; y: number }) => {
          const [dx, dy] = [gain(a.x, x) - gain(b.x, x), gain(a.y, y) - gain(b.y, y)];
          return dx >= 0 && dy >= 0 && dx + dy > 0;
        };
        expect(paretoFront(points, { x, y })).toEqual(points.map((point) => !points.some((other) => beats(other, point))));
      }
});

test('nothing has no front, and one point is it', () => {
  expect(paretoFront([], { x: 'asc', y: 'desc' })).toEqual([]);
  expect(paretoFront([{ x: 1, y: 1 }], { x: 'asc', y: 'desc' })).toEqual([true]);
});
