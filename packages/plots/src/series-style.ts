import type { Ink } from './mark';

export interface SeriesStyle {
  ink: Ink;
  dash: string | undefined;
}

const styles: readonly [SeriesStyle, ...SeriesStyle[]] = [
  { ink: 'series-1', dash: undefined },
  { ink: 'series-2', dash: '6 3' },
  { ink: 'series-3', dash: '2 3' },
  { ink: 'series-4', dash: '8 3 2 3' },
];

/** Series differ in colour and in dashes, so that they can be distinguished without colour. From the fifth on, the colours repeat with other dashes. */
export function seriesStyle(index: number): SeriesStyle {
  const { ink } = styles[index % styles.length] ?? styles[0];
  const { dash } = styles[(index + Math.floor(index / styles.length)) % styles.length] ?? styles[0];
  return { ink, dash };
}
