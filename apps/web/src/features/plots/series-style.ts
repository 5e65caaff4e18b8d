/** Series are told apart by colour and, for those who see none, by dashes. */
const styles = [
  { stroke: 'stroke-series-1', fill: 'fill-series-1', dash: undefined },
  { stroke: 'stroke-series-2', fill: 'fill-series-2', dash: '6 3' },
  { stroke: 'stroke-series-3', fill: 'fill-series-3', dash: '2 3' },
  { stroke: 'stroke-series-4', fill: 'fill-series-4', dash: '8 3 2 3' },
] as const;

export function seriesStyle(index: number): (typeof styles)[number] {
  return styles[index % styles.length] ?? styles[0];
}
