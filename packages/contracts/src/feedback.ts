import { z } from 'zod';
import { findMetric } from './kinds/find-metric';
import type { ChallengeKind } from './kinds';
import { nominal, parseMetricName, underlyingMetric } from './metric-name';

/**
 * How many values of one entrant a board with a Ladder shows in a phase. Somebody who begins with something terrible finds as many steps on
 * the way up as they send entries, and each value shown is an answer about the truth.
 */
const mostReleases = 20;

/**
 * How a board shows results on a split whose truth is in use. A value is rounded to the grid, and an entrant's next one appears only
 * when it is better than their best one on the board by the step (the Ladder, docs/decisions). Step and grid are in units
 * of the metric or, where `ladder` is logarithmic, of its natural logarithm.
 */
export const Ladder = z.strictObject({
  ladder: z.enum(['linear', 'logarithmic']),
  step: z.number().positive(),
  grid: z.number().positive(),
  /** For a metric of which a single value tells much: fewer values of an entrant than boards show otherwise. */
  releases: z.number().int().positive().max(mostReleases).optional(),
});
export type Ladder = z.infer<typeof Ladder>;

/** How many values of an entrant a board shows in a phase. */
export function releasesOf({ releases }: Ladder): number {
  return releases ?? mostReleases;
}

/** False for times and costs, which are shown as they are. An organiser's own metric counts as one that depends on the truth. */
export function dependsOnTruth(kind: ChallengeKind, by: string): boolean {
  const { timed, quality } = findMetric(kind, underlyingMetric(by))?.declaration ?? {};
  return timed === undefined || quality !== undefined;
}

/** The scored metrics that boards need for their ranks; under a shift, those whose worst or summed shift ranks. */
export function rankedMetrics(kind: ChallengeKind, boards: readonly { by: string }[], variation: string): string[] {
  const needed = boards.flatMap(({ by }) => {
    const { derivation } = parseMetricName(by);
    if (variation !== nominal && derivation !== 'worst' && derivation !== 'quadrature') return [];
    const metric = underlyingMetric(by);
    const { timed, quality } = findMetric(kind, metric)?.declaration ?? {};
    return timed === undefined ? [metric] : quality === undefined ? [] : [quality];
  });
  return [...new Set(needed)];
}

/** The metrics of a phase that are computed on the diagnostic part. */
export function diagnosticMetrics(kind: ChallengeKind, metrics: readonly string[]): string[] {
  return metrics.filter((name) => findMetric(kind, name)?.declaration.dependsOnSize !== true);
}
