import type { Ink } from '@unblind/plots';

/** The theme's colour classes for the parts of a plot. */
const classes: Record<Ink, { fill: string; stroke: string }> = {
  page: { fill: 'fill-surface', stroke: 'stroke-surface' },
  text: { fill: 'fill-ink', stroke: 'stroke-ink' },
  muted: { fill: 'fill-muted', stroke: 'stroke-muted' },
  axis: { fill: 'fill-line-strong', stroke: 'stroke-line-strong' },
  grid: { fill: 'fill-line', stroke: 'stroke-line' },
  'series-1': { fill: 'fill-series-1', stroke: 'stroke-series-1' },
  'series-2': { fill: 'fill-series-2', stroke: 'stroke-series-2' },
  'series-3': { fill: 'fill-series-3', stroke: 'stroke-series-3' },
  'series-4': { fill: 'fill-series-4', stroke: 'stroke-series-4' },
};

export function inkClass(property: 'fill' | 'stroke', ink: Ink | 'none' | undefined): string | undefined {
  return ink === undefined || ink === 'none' ? undefined : classes[ink][property];
}
