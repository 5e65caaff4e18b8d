import { namesOf } from './names-of';

const entry = (method: string, handle: string) => ({ submission: { method, participant: { handle } } });

test('entries side by side have names that differ', () => {
  expect(namesOf([entry('Net', 'ada'), entry('Cut', 'bob')])).toEqual(['Net', 'Cut']);
  expect(namesOf([entry('Net', 'ada'), entry('Net', 'bob'), entry('Net', 'bob')])).toEqual(['Net, ada', 'Net, bob (1)', 'Net, bob (2)']);
});
