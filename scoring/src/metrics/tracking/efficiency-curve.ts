import { binomialInterval } from '../../intervals/binomial';

/** Found and all particles in bins of one quantity; bin i is [edges[i], edges[i + 1]). */
export interface EfficiencyCounts {
  readonly edges: readonly number[];
  readonly found: Float64Array;
  readonly total: Float64Array;
  /** Number of particles outside the edges. */
  outside: number;
}

export function emptyCounts(edges: readonly number[]): EfficiencyCounts {
  return { edges, found: new Float64Array(edges.length - 1), total: new Float64Array(edges.length - 1), outside: 0 };
}

/**
 * Adds an event's particles.
 *
 * @param values the quantity per particle
 * @param found per particle 1 if a track matched it
 * @param selected per particle 1 if it counts
 */
export function countEfficiency(counts: EfficiencyCounts, values: Float64Array, found: Uint8Array, selected: Uint8Array): void {
  for (let particle = 0; particle < values.length; particle++) {
    if (selected[particle] !== 1) continue;
    const bin = binOf(counts.edges, values[particle]!);
    if (bin === null) counts.outside++;
    else {
      counts.total[bin]!++;
      counts.found[bin]! += found[particle]!;
    }
  }
}

function binOf(edges: readonly number[], value: number): number | null {
  const above = edges.findIndex((edge) => value < edge);
  return above > 0 ? above - 1 : null;
}

export interface EfficiencyBin {
  from: number;
  to: number;
  found: number;
  total: number;
  efficiency: number;
  /** Clopper-Pearson 68 % interval. */
  low: number;
  high: number;
}

/** The bins that hold particles, with their binomial intervals. */
export function efficiencyBins({ edges, found, total }: EfficiencyCounts): EfficiencyBin[] {
  return Array.from(total, (count, i) => ({
    from: edges[i]!,
    to: edges[i + 1]!,
    found: found[i]!,
    total: count,
    efficiency: found[i]! / count,
    ...binomialInterval(found[i]!, count),
  })).filter((bin) => bin.total > 0);
}
