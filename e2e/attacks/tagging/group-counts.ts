import { metricOf, plotOf, type Target } from './target';

/** Reads how many background rows are in each of some groups of rows from what one submission shows. */
export interface GroupCounter {
  name: string;
  /** How many groups one submission can carry. */
  groupsPerQuery: number;
  /** Null where the shown numbers do not tell. */
  count(groups: readonly (readonly number[])[], target: Target): (number | null)[];
}

/** Each group in a bin of its own of the score histogram, every other row in the lowest one. */
export const histogramCounter: GroupCounter = {
  name: 'score histogram decoding',
  groupsPerQuery: 45,
  count(groups, target) {
    const bins = groups.map((_, at) => (at + 3.5) / 50);
    const series = plotOf(target.submit(placed(target.rows, groups, bins)), 'scores')?.series.find(({ label }) => label === 'background');
    return bins.map((centre) => {
      const at = series?.x.findIndex((x) => Math.abs(x - centre) < 0.01) ?? -1;
      const fraction = series?.y[at];
      return fraction === undefined ? null : fraction * target.counts.background;
    });
  },
};

/** Each group in a bin of its own of the calibration plot, which shows the signal fraction. */
export const reliabilityCounter: GroupCounter = {
  name: 'calibration plot decoding',
  groupsPerQuery: 14,
  count(groups, target) {
    const scores = groups.map((_, at) => (at + 1.5) / 15);
    const series = plotOf(target.submit(placed(target.rows, groups, scores)), 'reliability')?.series[0];
    const { signal, background } = target.counts;
    return groups.map((group, at) => {
      const point = series?.x.findIndex((x) => Math.abs(x - scores[at]!) < 0.03) ?? -1;
      const fraction = series?.y[point];
      if (fraction === undefined) return null;
      // fraction = (s / S) / (s / S + b / B), because both classes count equally.
      const odds = (1 - fraction) * background;
      return (group.length * odds) / (odds + fraction * signal);
    });
  },
};

/** One group is called signal, all the rest background: the accuracy counts the group's background. */
export const accuracyCounter: GroupCounter = {
  name: 'accuracy decoding',
  groupsPerQuery: 1,
  count: ([group = []], target) => [backgroundOf(group, metricOf(target.submit(placed(target.rows, [group], [1])), 'accuracy'), target)],
};

/** The same from the area under the ROC curve: a group before all others, which tie. */
export const aucCounter: GroupCounter = {
  name: 'AUC decoding',
  groupsPerQuery: 1,
  count: ([group = []], target) => [backgroundOf(group, metricOf(target.submit(placed(target.rows, [group], [1])), 'auc'), target)],
};

/** As a submission's shifts and trainings would carry it: as many groups as there are results in the matrix. */
export const matrixCounter: GroupCounter = {
  name: 'decoding of the matrix of shifts and trainings',
  groupsPerQuery: 63,
  count(groups, target) {
    const before = target.queries;
    const counts = groups.map((group) => accuracyCounter.count([group], target)[0] ?? null);
    target.queries = before + 1;
    return counts;
  },
};

/** The difference of an entry with the group and one without it, not even rounded. */
export function differenceCounter(): GroupCounter {
  let without: number | null = null;
  return {
    name: 'decoding of differences of own entries',
    groupsPerQuery: 1,
    count([group = []], target) {
      without ??= metricOf(target.submit(placed(target.rows, [], [])), 'accuracy');
      const withGroup = metricOf(target.submit(placed(target.rows, [group], [1])), 'accuracy');
      return [without === null || withGroup === null ? null : backgroundOf(group, 0.5 + withGroup - without, target)];
    },
  };
}

/**
 * Both, the area under the ROC curve and the accuracy in which both classes count equally, are 1/2 + (s / S - b / B) / 2 where only
 * a group with s signal and b background rows is called signal.
 */
function backgroundOf(group: readonly number[], value: number | null, { counts: { signal, background } }: Target): number | null {
  return value === null ? null : (group.length / signal - (2 * value - 1)) / (1 / signal + 1 / background);
}

function placed(rows: number, groups: readonly (readonly number[])[], scores: readonly number[]): Float64Array {
  const placedScores = new Float64Array(rows);
  groups.forEach((group, at) => group.forEach((row) => (placedScores[row] = scores[at]!)));
  return placedScores;
}
