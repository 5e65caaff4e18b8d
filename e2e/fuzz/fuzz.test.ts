import { fuzz, readers } from './index';

// A few inputs of the million that `npm run fuzz` gives to each, without its bound on memory, which needs a process of its own.
test.each(Object.keys(readers))('changed files of %s are read or refused by an error that the reader names', async (name) => {
  const { inputs, read, refused, findings } = await fuzz(name, 150, 0, () => undefined);
  expect(findings).toEqual([]);
  expect([inputs, read + refused]).toEqual([150, 150]);
  expect(Math.min(read, refused)).toBeGreaterThan(0);
});
