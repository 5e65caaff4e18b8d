import { streamOf } from '@unblind/random';
import {
  applySystematics,
  drawMixture,
  drawNuisances,
  drawSignalStrength,
  generateHiggsEvents,
  higgsFeatures,
  higgsProcesses,
  nuisanceNames,
  prepareEvents,
  type HiggsProcess,
  type Nuisances,
} from '@unblind/simulation';
import type { Experiments } from './split';

/** Expected events at mu = 1, and simulated ones in the pool: 50 times as many, so that each occurs several times. */
const yields = { htautau: 240, ztautau: 2250, ttbar: 240, diboson: 240 };
const poolSize = 50;
const experimentsPerSet = 100;

const visibleMass = higgsFeatures.indexOf('DER_mass_vis');
const transverseMass = higgsFeatures.indexOf('DER_mass_transverse_met_lep');

/**
 * A split as it was made before: the pseudo-experiments of a set of 100 follow one another and share their mu, and all draw their events
 * from one pool, with replacement.
 */
export function oldSplit(seed: number, count: number): Experiments {
  const pools = higgsProcesses.map((process) => generateHiggsEvents({ seed, process, count: poolSize * yields[process] }));
  const rows = new Float32Array(pools.reduce((sum, { length }) => sum + length, 0));
  const starts = pools.map((_, i) => pools.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  pools.forEach((pool, i) => rows.set(pool, starts[i]));
  const table = prepareEvents(rows);
  const mus = Float64Array.from({ length: Math.ceil(count / experimentsPerSet) }, (_, set) => drawSignalStrength(streamOf(seed + 1, set)));
  const mu = Float64Array.from({ length: count }, (_, row) => mus[Math.floor(row / experimentsPerSet)]!);
  const drawn = Array.from(mu, (value, row) => {
    const random = streamOf(seed + 2, row);
    const nuisances = drawNuisances(random);
    const part = (process: HiggsProcess) => {
      const size = poolSize * yields[process];
      return {
        start: (starts[higgsProcesses.indexOf(process)] ?? NaN) / 16,
        count: size,
        expected: yields[process] * scaleOf(process, value, nuisances),
      };
    };
    const mixture = { ztautau: part('ztautau'), diboson: part('diboson'), ttbar: part('ttbar'), htautau: part('htautau') };
    const { draws } = drawMixture(random, mixture);
    const softMetNormals = { x: Float64Array.from(draws, () => random.normal()), y: Float64Array.from(draws, () => random.normal()) };
    return { nuisances, events: selected(applySystematics({ table, draws, shift: nuisances, softMetNormals }).rows) };
  });
  const nuisances = Float64Array.from(drawn.flatMap((of) => nuisanceNames.map((name) => of.nuisances[name])));
  return { events: drawn.map(({ events }) => events), truth: { mu, nuisances, processes: [], weights: [] } };
}

function scaleOf(process: HiggsProcess, mu: number, { ttbarScale, dibosonScale, backgroundScale }: Nuisances): number {
  if (process === 'htautau') return mu;
  return backgroundScale * (process === 'ttbar' ? ttbarScale : process === 'diboson' ? dibosonScale : 1);
}

/** The challenge's cuts on the masses. */
function selected(rows: Float32Array): Float32Array {
  const kept = Array.from({ length: rows.length / 28 }, (_, event) => event * 28).filter(
    (at) => rows[at + visibleMass]! > 75 && rows[at + transverseMass]! < 60,
  );
  const result = new Float32Array(kept.length * 28);
  kept.forEach((at, to) => result.set(rows.subarray(at, at + 28), to * 28));
  return result;
}
