import { higgsFeatures, nuisanceDistributions } from '@unblind/simulation';
import type { Experiments } from './split';

const columns = (['PRI_lep_pt', 'PRI_lep_eta', 'PRI_lep_phi', 'PRI_had_eta', 'PRI_had_phi'] as const).map((name) =>
  higgsFeatures.indexOf(name),
);
const tauPt = higgsFeatures.indexOf('PRI_had_pt');
const rounds = 10;

/**
 * The tau energy scale of each pseudo-experiment in standard deviations, from events that occur in several: their lepton and their
 * directions are the same, and the tau's momenta differ by the scales. Null where an experiment shares no event.
 *
 * @param shifted the same experiments under a shift, if they are: more places in which an event may occur
 */
export function matchedTauScales(experiments: Experiments, shifted?: Experiments): (number | null)[] {
  const all = [...experiments.events, ...(shifted?.events ?? [])];
  const places = new Map<string, { experiment: number; logPt: number }[]>();
  all.forEach((events, experiment) => {
    for (let at = 0; at < events.length; at += 28) {
      const key = columns.map((column) => events[at + column]).join();
      const found = places.get(key) ?? [];
      found.push({ experiment, logPt: Math.log(events[at + tauPt]!) });
      places.set(key, found);
    }
  });
  const shared = [...places.values()].filter((found) => new Set(found.map(({ experiment }) => experiment)).size > 1);
  let scales = new Float64Array(all.length);
  const matches = new Float64Array(all.length);
  for (const found of shared) for (const { experiment } of found) matches[experiment]!++;
  for (let round = 0; round < rounds; round++) {
    const sums = new Float64Array(all.length);
    for (const found of shared) {
      const base = found.reduce((sum, { experiment, logPt }) => sum + logPt - scales[experiment]!, 0) / found.length;
      for (const { experiment, logPt } of found) sums[experiment]! += logPt - base;
    }
    const raw = sums.map((sum, experiment) => (matches[experiment]! > 0 ? sum / matches[experiment]! : 0));
    // Only differences are known; the mean scale is 1.
    const mean = raw.reduce((sum, value) => sum + value, 0) / all.length;
    scales = raw.map((value) => value - mean);
  }
  const { width } = nuisanceDistributions.tes;
  return experiments.events.map((_, row) => (matches[row]! > 0 ? scales[row]! / width : null));
}
