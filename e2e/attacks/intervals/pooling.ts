import type { IntervalEstimates } from '@unblind/scoring';
import { calibrationError, type Estimate } from './counting';

/** Wide enough, in standard deviations, that a group's mean is nearly always inside. */
const sure = 2.5;
const claimed = 0.6827;
/** A group is taken for one of equal mu if its estimates scatter about their mean not much more than they say. */
const largestScatter = 1.5;
const sizes = [100, 50, 25];

/** One standard deviation to either side. */
export function honestIntervals(estimates: readonly Estimate[]): IntervalEstimates {
  return intervals(estimates.map(({ muHat, delta }) => ({ centre: muHat, half: delta })));
}

/**
 * Experiments that follow one another, or stand at equal distances, are taken as a set where their estimates agree: its mean is known
 * far better than any of them. Of these, 68 of 100 get a narrow interval that holds the mean, and the others one that misses it, so that
 * the coverage is right. All others get their honest interval.
 */
export function pooledIntervals(estimates: readonly Estimate[]): IntervalEstimates {
  const result = estimates.map(({ muHat, delta }) => ({ centre: muHat, half: delta }));
  for (const group of agreeing(estimates)) {
    const mean = meanOf(group.map((row) => estimates[row]!.muHat));
    const half = sure * Math.hypot(meanOf(group.map((row) => estimates[row]!.delta)) / Math.sqrt(group.length), calibrationError);
    group.forEach((row, i) => {
      const covers = Math.floor((i + 1) * claimed) > Math.floor(i * claimed);
      result[row] = { centre: covers ? mean : mean + 3 * half, half };
    });
  }
  return intervals(result);
}

/** The largest groups of one structure, of those in which the estimates agree. */
function agreeing(estimates: readonly Estimate[]): number[][] {
  const rows = Array.from(estimates.keys());
  const structures = sizes.flatMap((size) => {
    const count = Math.ceil(rows.length / size);
    return [
      Array.from({ length: count }, (_, group) => rows.slice(group * size, (group + 1) * size)),
      Array.from({ length: count }, (_, group) => rows.filter((row) => row % count === group)),
    ];
  });
  const agree = structures.map((groups) => groups.filter((group) => scatterOf(group.map((row) => estimates[row]!)) < largestScatter));
  return agree.reduce((best, groups) => (groups.flat().length > best.flat().length ? groups : best), []);
}

/** Chi-squared about the mean by its degrees of freedom. */
function scatterOf(group: readonly Estimate[]): number {
  const mean = meanOf(group.map(({ muHat }) => muHat));
  return group.reduce((sum, { muHat, delta }) => sum + ((muHat - mean) / delta) ** 2, 0) / Math.max(1, group.length - 1);
}

function intervals(all: readonly { centre: number; half: number }[]): IntervalEstimates {
  return {
    muHats: Float64Array.from(all, ({ centre }) => centre),
    deltaMuHats: Float64Array.from(all, ({ half }) => half),
    p16: Float64Array.from(all, ({ centre, half }) => centre - half),
    p84: Float64Array.from(all, ({ centre, half }) => centre + half),
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
