import { percentile } from '../../numerics/percentile';
import { jensenShannonDivergence } from '../generic/jensen-shannon';
import type { RankedScores } from '../tagging/ranked-scores';
import type { RocCounts } from '../tagging/roc';
import type { RocPoints } from '../tagging/roc-points';
import { lastPointWithin } from './signal-efficiency';

/** The background's mjj spectrum before and after a cut. */
export interface CutSpectrum {
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** Edges of bins with equal numbers of background events, which need no assumption about units or range. Ascending and distinct. */
export function equallyFilledEdges(ranked: RankedScores, mass: Float32Array | Float64Array, bins: number): number[] {
  const background = Float64Array.from(
    ranked.order.filter((_, position) => ranked.isSignal[position] === 0),
    (event) => mass[event]!,
  );
  background.sort();
  const edges = Array.from({ length: bins + 1 }, (_, i) => percentile(background, i / bins));
  return [...new Set(edges)];
}

/**
 * Bin of every position: for background its mass bin, the last one with its upper edge (as numpy), for signal and masses outside
 * one more, an overflow that nobody reads.
 */
export function spectrumBins(ranked: RankedScores, mass: Float32Array | Float64Array, edges: readonly number[]): Uint16Array {
  const bins = edges.length - 1;
  return Uint16Array.from(ranked.order, (event, position) => {
    const value = mass[event]!;
    if (ranked.isSignal[position] === 1 || !(value >= edges[0]! && value <= edges[bins]!)) return bins;
    let low = 0;
    let high = bins;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (value >= edges[middle]!) low = middle;
      else high = middle;
    }
    return low;
  });
}

/** Number of positions selected by the loosest cut that does not exceed a background efficiency. */
export function selectedAt(roc: RocCounts, points: RocPoints, backgroundEfficiency: number): number {
  return points[lastPointWithin(roc, backgroundEfficiency)]!;
}

export function cutSpectrum(binOf: Uint16Array, bins: number, selected: number, weights: Uint8Array | Float64Array): CutSpectrum {
  const after = new Float64Array(bins + 1);
  for (let j = 0; j < selected; j++) after[binOf[j]!]! += weights[j]!;
  const before = after.slice();
  for (let j = selected; j < binOf.length; j++) before[binOf[j]!]! += weights[j]!;
  return { before: before.subarray(0, bins), after: after.subarray(0, bins) };
}

/**
 * How much a cut sculpts the background's mjj spectrum: the Jensen-Shannon divergence in bits between the spectra after and before the
 * cut, 0 without sculpting. A cut that creates a bump in the background leads to false discoveries. NaN if no background passes or there
 * is no bin. Limited statistics of N passing events raise it by about (bins - 1) / (8 ln 2 N).
 */
export function massSculpting({ before, after }: CutSpectrum): number {
  return before.length === 0 ? NaN : jensenShannonDivergence(after, before, 2);
}
