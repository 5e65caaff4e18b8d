import type { IntervalEstimates } from '@unblind/scoring';
import { float64Column, int64Column, readTable } from '@unblind/tensors';
import { reading, unreadable } from '../file-faults';
import type { SetsOfTruth } from './sets-of-truth';

/** Columns `set` and `mu`, one row per set. A set may have several rows, one per experiment, which must all have the same mu. */
export async function truthFromCsv(file: string): Promise<SetsOfTruth> {
  const sets = int64Column(['set']);
  const mu = float64Column(['mu']);
  await reading('truth', file, () => readTable(file, [sets, mu]));
  const muOf = new Map<bigint, number>();
  sets.values().forEach((set, row) => {
    const value = mu.values()[row] ?? NaN;
    const before = muOf.get(set);
    if (before === undefined) muOf.set(set, value);
    else if (before !== value)
      throw unreadable('truth', file, `row ${row}: set ${set} has mu ${value} and ${before}.`, 'Give each set one value of mu.');
  });
  return { mu: Float64Array.from(muOf.values()), setIds: [...muOf.keys()] };
}

/** Columns `set`, `experiment`, `mu_hat`, `delta_mu_hat`, `p16`, `p84`, one row per set and experiment, in any order. */
export async function predictionsFromCsv(file: string, setIds: readonly bigint[]): Promise<IntervalEstimates[]> {
  const sets = int64Column(['set']);
  const experiments = int64Column(['experiment']);
  const [muHat, deltaMuHat, p16, p84] = [
    float64Column(['mu_hat']),
    float64Column(['delta_mu_hat']),
    float64Column(['p16']),
    float64Column(['p84']),
  ] as const;
  await reading('predictions', file, () => readTable(file, [sets, experiments, muHat, deltaMuHat, p16, p84]));
  const rows = rowsOfSets(file, setIds, sets.values(), experiments.values());
  const take = (column: Float64Array, of: readonly number[]) => Float64Array.from(of, (row) => column[row] ?? NaN);
  return rows.map((of) => ({
    muHats: take(muHat.values(), of),
    deltaMuHats: take(deltaMuHat.values(), of),
    p16: take(p16.values(), of),
    p84: take(p84.values(), of),
  }));
}

/** The rows of each set in the order of their experiments. */
function rowsOfSets(file: string, setIds: readonly bigint[], sets: BigInt64Array, experiments: BigInt64Array): number[][] {
  const rowOf = new Map(setIds.map((id) => [id, new Map<bigint, number>()]));
  sets.forEach((set, row) => {
    const ofSet = rowOf.get(set);
    if (!ofSet) throw unreadable('predictions', file, `row ${row}: the truth has no set ${set}.`, `Number the sets ${shown(setIds)}.`);
    const experiment = experiments[row] ?? 0n;
    const before = ofSet.get(experiment);
    if (before !== undefined) {
      const what = `row ${row}: experiment ${experiment} of set ${set} already appeared in row ${before}.`;
      throw unreadable('predictions', file, what, 'Give each experiment only once.');
    }
    ofSet.set(experiment, row);
  });
  return setIds.map((id) => [...(rowOf.get(id) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row));
}

const shown = (ids: readonly bigint[]): string =>
  ids.length > 1 ? `${String(ids[0])} to ${String(ids.at(-1))}, as the truth does` : String(ids[0]);
