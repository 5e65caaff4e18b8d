import { useId } from 'react';
import type { Plot } from '@unblind/contracts';
import { Lowered } from '@/features/metrics/lowered';
import { categoryAxis, makeAxis } from './axis';
import { AxesView } from './axes-view';
import { Legend } from './legend';
import { SeriesView } from './series-view';
import type { Frame } from './series-path';

const size = { width: 400, height: 272 };
const margin = { top: 10, right: 12, bottom: 44, left: 54 };
/** Room for names at the y axis. */
const marginForNames = 188;

/** A plot of an evaluation as plain SVG: made on the server, legible without JavaScript, in the light and in the dark. */
export function PlotFigure({ plot }: { plot: Plot }) {
  const id = useId();
  const binned = plot.kind === 'histogram' || plot.kind === 'step';
  const binWidth = (x: readonly number[]): number => (binned && x.length > 1 ? (x[x.length - 1]! - x[0]!) / (x.length - 1) : 0);
  const xs = plot.series.flatMap(({ x }) => x.flatMap((value) => [value - binWidth(x) / 2, value + binWidth(x) / 2]));
  // Error bars are shown whole; a line's band may be cut where it runs off.
  const ys = plot.series.flatMap(({ y, low = [], high = [], as }) => ((as ?? plot.kind) === 'points' ? [...y, ...low, ...high] : y));
  const { categories } = plot.y;
  const left = categories ? marginForNames : margin.left;
  const frame: Frame = {
    x: makeAxis(plot.kind === 'bars' ? [0, ...xs] : xs, plot.x.scale, categories ? 4 : 5),
    y: categories ? categoryAxis(categories.length) : makeAxis(binned && plot.y.scale === 'linear' ? [0, ...ys] : ys, plot.y.scale),
    width: size.width - left - margin.right,
    height: size.height - margin.top - margin.bottom,
  };
  return (
    <figure aria-labelledby={`${id}-title`} className="rounded-xl border border-line bg-surface p-4 sm:p-5">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span id={`${id}-title`} className="font-medium">
          {plot.title}
        </span>
        {plot.series.length > 1 && <Legend labels={plot.series.map(({ label }) => label)} />}
      </figcaption>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={plot.y.label ? `${plot.title}: ${plot.y.label} against ${plot.x.label}` : `${plot.title}: ${plot.x.label}`}
        className="mt-3 h-auto w-full max-w-lg"
      >
        <clipPath id={`${id}-frame`}>
          <rect width={frame.width} height={frame.height} />
        </clipPath>
        <g transform={`translate(${left} ${margin.top})`}>
          <AxesView frame={frame} xLabel={plot.x.label} yLabel={plot.y.label} categories={categories} />
          <g clipPath={`url(#${id}-frame)`}>
            {plot.id === 'reliability' && (
              <line x1={0} y1={frame.height} x2={frame.width} y2={0} className="stroke-line-strong" strokeDasharray="3 4" />
            )}
            {plot.series.map((series, index) => (
              <SeriesView key={series.label} series={series} kind={plot.kind} frame={frame} index={index} />
            ))}
          </g>
        </g>
      </svg>
      {plot.note && (
        <p className="mt-2 text-xs text-muted">
          <Lowered text={plot.note} />
        </p>
      )}
    </figure>
  );
}
