import { z } from 'zod';
import { ApiError, problemOf, unreachable } from './api-error';

test('no screen shows what a browser or Node says of a request that got no response', () => {
  const errors = [
    new DOMException('The user aborted a request.', 'AbortError'),
    new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
    new TypeError('fetch failed'),
    z.string().safeParse(1).error,
    'text',
  ];
  const told = errors.map((error) => problemOf(error).detail);
  for (const detail of told) expect(detail).toMatch(/^The API [a-z ,;]+\.$/);
  expect(new Set(told).size).toBe(3);
});

test('our own errors keep their words', () => {
  expect(problemOf(new Error('Part 3 was refused.')).detail).toBe('Part 3 was refused.');
  expect(problemOf(new ApiError(unreachable('Closed for today.'))).detail).toBe('Closed for today.');
});
