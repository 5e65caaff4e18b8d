import { expectClose, type CaseFamily } from '../../test/compare';
import { readJson } from '../../test/read-vectors';
import { binomialInterval } from './binomial';

interface Vector {
  readonly k: number;
  readonly N: number;
  readonly clopper_pearson_95: [low: number, high: number];
}

export const families: readonly CaseFamily[] = [
  {
    name: 'intervals: Clopper-Pearson',
    groups: ['lhco/cases.json#clopper_pearson'],
    run() {
      const { clopper_pearson: cases } = readJson('lhco/cases.json') as { clopper_pearson: Vector[] };
      for (const { k, N, clopper_pearson_95: expected } of cases) {
        const { low, high } = binomialInterval(k, N, 0.95);
        // The reference inverts the beta function by iteration to about 1e-13.
        expectClose(low, expected[0], 1e-12, `lower bound of ${k} of ${N}`);
        expectClose(high, expected[1], 1e-12, `upper bound of ${k} of ${N}`);
      }
      return cases.length;
    },
  },
];
