import { firstStart } from './first-start';

test('work begins when the first place is free that nothing before it takes', () => {
  expect(firstStart([0], [])).toBe(0);
  expect(firstStart([30, 0], [])).toBe(0);
  expect(firstStart([30], [100, 50])).toBe(180);
  // The first goes to the second place until 100, the next to the first until 80.
  expect(firstStart([30, 0], [100, 50])).toBe(80);
  expect(firstStart([30], [Infinity])).toBe(Infinity);
});
