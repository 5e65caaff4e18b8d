import { play } from './attack';
import { seedSearch } from './seed-search';

test('the search of seeds finds nothing in data made from a key, and every label where they were made from 32 bits', async () => {
  const row = await play(seedSearch, 'short');
  expect(row).toMatchObject({ ok: true, gain_sigma: 0 });
  // All 500 labels right: chance is 55 of 100, and one standard deviation 11 labels.
  expect(row.control_sigma).toBeGreaterThan(20);
}, 120_000);
