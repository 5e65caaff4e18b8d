/** Mid-tones that can be read on white and on near-black; the background is transparent. */
export const figureColours = { text: '#7d828c', grid: '#7d828c40', signal: '#2f86d6', background: '#d9822b' } as const;

const width = 560;
const height = 340;
const frame = { left: 58, right: 16, top: 34, bottom: 52 };

export interface HistogramSeries {
  label: string;
  colour: string;
  values: ArrayLike<number>;
}

export interface HistogramFigure {
  title: string;
  xLabel: string;
  low: number;
  high: number;
  bins: number;
  /** What is counted, in the plural. */
  unit: string;
  series: readonly HistogramSeries[];
}

/** A figure of step histograms, each normalised to its number of entries: what falls outside the range counts in the total. */
export function histogramSvg({ title, xLabel, low, high, bins, unit, series }: HistogramFigure): string {
  const heights = series.map(({ values }) => fractions(values, low, high, bins));
  const top = niceCeiling(Math.max(...heights.flat()));
  const x = (value: number) => frame.left + ((value - low) / (high - low)) * (width - frame.left - frame.right);
  const y = (value: number) => height - frame.bottom - (value / top) * (height - frame.top - frame.bottom);
  const paths = heights.map((counts, i) => {
    const steps = counts.map((count, bin) => `V${round(y(count))}H${round(x(low + ((bin + 1) * (high - low)) / bins))}`).join('');
    const { colour } = series[i] ?? { colour: figureColours.text };
    return `<path d="M${round(x(low))} ${round(y(0))}${steps}V${round(y(0))}" fill="${colour}" fill-opacity="0.14" stroke="${colour}" stroke-width="1.8"/>`;
  });
  const xTicks = ticks(low, high).map(
    (tick) =>
      `<path d="M${round(x(tick))} ${y(0)}v5"/><text x="${round(x(tick))}" y="${y(0) + 19}" text-anchor="middle" stroke="none">${tick}</text>`,
  );
  const yTicks = ticks(0, top).map(
    (tick) =>
      `<path d="M${frame.left} ${round(y(tick))}H${width - frame.right}" stroke="${figureColours.grid}"/>` +
      `<text x="${frame.left - 8}" y="${round(y(tick)) + 4}" text-anchor="end" stroke="none">${tick}</text>`,
  );
  const legend = series.map(({ label, colour }, i) => {
    const left = width - frame.right - 100 * (series.length - i);
    return (
      `<rect x="${left}" y="11" width="14" height="10" fill="${colour}" fill-opacity="0.14" stroke="${colour}" stroke-width="1.8"/>` +
      `<text x="${left + 20}" y="20">${label}</text>`
    );
  });
  return svg(title, [
    `<text x="${frame.left}" y="20" font-size="14" font-weight="600">${title}</text>`,
    `<g stroke="${figureColours.text}" fill="${figureColours.text}">${yTicks.join('')}<path d="M${frame.left} ${y(0)}H${width - frame.right}"/>${xTicks.join('')}</g>`,
    ...paths,
    `<text x="${(frame.left + width - frame.right) / 2}" y="${height - 12}" text-anchor="middle">${xLabel}</text>`,
    `<text transform="translate(14 ${(height - frame.bottom + frame.top) / 2}) rotate(-90)" text-anchor="middle">fraction of ${unit} per bin</text>`,
    ...legend,
  ]);
}

/** Wraps shapes in an SVG document with the figure's style; the title is what a screen reader says. */
export function svg(title: string, shapes: readonly string[], size: { width: number; height: number } = { width, height }): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" ` +
    `font-family="system-ui, sans-serif" font-size="12" fill="${figureColours.text}">\n<title>${title}</title>\n${shapes.join('\n')}\n</svg>\n`
  );
}

function fractions(values: ArrayLike<number>, low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of Array.from(values)) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) counts[bin] = (counts[bin] ?? 0) + 1 / values.length;
  }
  return counts;
}

/** About five round numbers from low to high. */
function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough) ?? rough;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(6)));
}

/** A little above the highest bin. */
function niceCeiling(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return (Math.ceil((value * 1.08) / magnitude / 0.25) * magnitude) / 4;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
