import { nuisanceDistributions, nuisanceNames } from '@unblind/simulation';
import { matchedTauScales } from './matching';
import { oldSplit } from './old-build';

test('recurring events tell the tau energy scales of the experiments apart, which is what the control is about', () => {
  const { events, truth } = oldSplit(3, 40);
  const { width } = nuisanceDistributions.tes;
  const scales = matchedTauScales({ events, truth });
  const off = scales.map((scale, row) => {
    const known = Math.log(truth.nuisances[row * nuisanceNames.length + nuisanceNames.indexOf('tes')]!) / width;
    return (scale ?? NaN) - known;
  });
  // All but their common mean, which nothing in the events tells. Momenta are rounded to 1 MeV of 40 GeV, over some hundred events.
  const mean = off.reduce((sum, value) => sum + value, 0) / off.length;
  for (const value of off) expect(Math.abs(value - mean)).toBeLessThan(2e-3);
});
