import type { Plot } from '@unblind/contracts';

/** The plot of one entry, with the entry's name. */
export interface Named {
  label: string;
  plot: Plot;
}

/**
 * Merges the same plot of several entries into one. Series that all entries share (such as the diagonal) appear once, and each entry
 * adds its own series. Null if an entry has more than one series of its own: such plots are shown side by side.
 */
export function overlay(entries: readonly Named[]): Plot | null {
  const first = entries[0]?.plot;
  if (!first || entries.length < 2 || first.y.categories) return null;
  const seriesOf = entries.map(({ plot }) => plot.series.map((series) => JSON.stringify(series)));
  const common = new Set(seriesOf[0]?.filter((series) => seriesOf.every((others) => others.includes(series))));
  const own = entries.map(({ plot }, at) => plot.series.filter((_, index) => !common.has(seriesOf[at]?.[index] ?? '')));
  if (!entries.every(({ plot }, at) => plot.kind === first.kind && own[at]?.length === 1)) return null;
  const notes = entries.flatMap(({ label, plot: { note } }) => (note ? [`${label}: ${note}`] : []));
  return {
    ...first,
    series: [
      ...own.flatMap((series, at) => series.map((one) => ({ ...one, label: entries[at]?.label ?? '' }))),
      ...first.series.filter((_, index) => common.has(seriesOf[0]?.[index] ?? '')),
    ],
    note: notes.length > 0 ? notes.join(' ') : undefined,
  };
}
