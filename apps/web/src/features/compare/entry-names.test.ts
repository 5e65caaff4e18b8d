import { entryNames } from './entry-names';

const entry = (method: string, handle: string) => ({ submission: { method, participant: { handle } } });

test('entries side by side have names that differ', () => {
  expect(entryNames([entry('Net', 'ada'), entry('Cut', 'bob')])).toEqual(['Net', 'Cut']);
  expect(entryNames([entry('Net', 'ada'), entry('Net', 'bob'), entry('Net', 'bob')])).toEqual(['Net, ada', 'Net, bob (1)', 'Net, bob (2)']);
});
