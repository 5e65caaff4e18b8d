import { namedStream } from '@unblind/random';
import { fitSignalStrength } from './fit-signal-strength';
import { Likelihood } from './likelihood';
import { localMinima } from './test/local-minima';
import { randomModel } from './test/random-model';

test('a fit and its interval are at no minimum that another start shows to be local, in random models with shapes of 15 %', () => {
  expect(localMinima({ seed: 'unit', models: 100, otherStarts: 20 })).toEqual([]);
});

test.each([113, 407, 417])('the lowest minimum of model %i is found, which starts at two standard deviations jump over', (first) => {
  expect(localMinima({ seed: 'unit', first, models: 1, otherStarts: 20 })).toEqual([]);
});

test('a lower minimum behind a hill of 0.0007 in the loss is found', () => {
  expect(localMinima({ seed: 'seedD', first: 622, models: 1, otherStarts: 100 })).toEqual([]);
});

test('a fit that no start of Newton converges from is refused, as one thing to tell, not as an endless search', () => {
  const random = namedStream('refused');
  const likelihood = new Likelihood(randomModel(random));
  const counts = new Float64Array(likelihood.bins).fill(NaN);
  expect(() => fitSignalStrength(likelihood, counts)).toThrow('expects no events in a bin that holds some');
});
