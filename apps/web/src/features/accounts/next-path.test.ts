import { nextPath } from './next-path';

test('after signing in one goes on where one was', () =>
  expect(nextPath('/challenges/top-tagging/submit')).toBe('/challenges/top-tagging/submit'));
test.each([[undefined], [''], ['https://elsewhere.example'], ['//elsewhere.example'], ['/\\elsewhere.example'], [['/a', '/b']]])(
  '%j leads home',
  (asked) => expect(nextPath(asked)).toBe('/'),
);
