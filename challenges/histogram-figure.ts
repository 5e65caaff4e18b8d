import { plotSvg } from '@unblind/plots';

interface HistogramSeries {
  label: string;
  values: ArrayLike<number>;
}

export interface HistogramFigure {
  title: string;
  xLabel: string;
  low: number;
  high: number;
  bins: number;
  /** The name of the entries, in the plural. */
  unit: string;
  series: readonly HistogramSeries[];
}

/** A figure of step histograms, each normalised to its number of entries, including entries outside the range. */
export function histogramSvg({ title, xLabel, low, high, bins, unit, series }: HistogramFigure): string {
  const centres = Array.from({ length: bins }, (_, bin) => low + ((bin + 0.5) * (high - low)) / bins);
  return plotSvg({
    id: 'histogram',
    title,
    kind: 'histogram',
    x: { label: xLabel, scale: 'linear' },
    y: { label: `fraction of ${unit} per bin`, scale: 'linear' },
    series: series.map(({ label, values }) => ({ label, x: centres, y: fractions(values, low, high, bins) })),
  });
}

function fractions(values: ArrayLike<number>, low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of Array.from(values)) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) counts[bin] = (counts[bin] ?? 0) + 1 / values.length;
  }
  return counts;
}
