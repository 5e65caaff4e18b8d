import { generateTrackerEvent, nominalTracker, type TrackerHit } from '@unblind/simulation';
import { areaUnderCurve } from '../training/roc';
import { mean, median, type SanityFigure } from './figure';

/** Figures of tracker events: how far the clusters of noise can be told from those of particles. */
export function trackFigures(count: number): SanityFigure[] {
  const hits = Array.from({ length: count }, (_, index) => generateTrackerEvent(2018, index, nominalTracker).hits).flat();
  const cells = (noise: boolean) => median(hits.filter((hit) => isNoise(hit) === noise).map((hit) => hit.cells[0] + hit.cells[1]));
  const of = (figure: string, value: number, range: SanityFigure['range'], because: string): SanityFigure => ({
    simulation: 'TrackML',
    figure,
    value,
    range,
    because,
  });
  return [
    of('share of noise', mean(hits.map((hit) => (isNoise(hit) ? 1 : 0))), [0.12, 0.14], 'original 13 %'),
    of('median cells of a noise cluster over a hit', cells(true) / cells(false), [0.6, 1.5], 'noise looks like hits'),
    of('AUC of noise against hits, by shape', separation(hits, shapeOf), [0.5, 0.65], 'noise looks like hits'),
    of('AUC of noise against hits, by shape and place', separation(hits, shapeAtPlace), [0.5, 0.65], 'noise looks like hits there'),
  ];
}

const isNoise = ({ particleId }: TrackerHit) => particleId === 0n;

/** Cells each way, and the charge in steps of a tenth below twice that of a straight passage. */
function shapeOf({ cells, charge }: TrackerHit): string {
  return `${Math.min(cells[0], 8)} ${Math.min(cells[1], 8)} ${Math.min(Math.floor(10 * charge), 20)}`;
}

function shapeAtPlace(hit: TrackerHit): string {
  return `${shapeOf(hit)} ${hit.layer.volume} ${Math.floor(Math.abs(hit.z) / 200)}`;
}

/** The area that a table of frequencies reaches: counted on every other cluster, tried on the rest. */
function separation(hits: readonly TrackerHit[], keyOf: (hit: TrackerHit) => string): number {
  const counts = new Map<string, { noise: number; all: number }>();
  hits.forEach((hit, i) => {
    if (i % 2 === 1) return;
    const count = counts.get(keyOf(hit)) ?? { noise: 0, all: 0 };
    counts.set(keyOf(hit), { noise: count.noise + (isNoise(hit) ? 1 : 0), all: count.all + 1 });
  });
  const prior = nominalTracker.noise;
  const tried = hits.filter((_, i) => i % 2 === 1);
  const scores = tried.map((hit) => {
    const { noise, all } = counts.get(keyOf(hit)) ?? { noise: 0, all: 0 };
    return (noise + prior) / (all + 1);
  });
  return areaUnderCurve(
    scores,
    Uint8Array.from(tried, (hit) => (isNoise(hit) ? 1 : 0)),
  );
}
