import { useId } from 'react';
import type { Plot } from '@unblind/contracts';
import { drawPlot } from '@unblind/plots';
import { Lowered } from '@/features/metrics/lowered';
import { Legend } from './legend';
import { MarkView } from './mark-view';

const size = { width: 400, height: 272 };

/** A plot of an evaluation as SVG, rendered on the server: works without JavaScript and in both themes. */
export function PlotFigure({ plot }: { plot: Plot }) {
  const id = useId();
  return (
    <figure aria-labelledby={id} className="rounded-xl border border-line bg-surface p-4 sm:p-5">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span id={id} className="font-medium">
          {plot.title}
        </span>
        {plot.series.length > 1 && <Legend labels={plot.series.map(({ label }) => label)} />}
      </figcaption>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={plot.y.label ? `${plot.title}: ${plot.y.label} against ${plot.x.label}` : `${plot.title}: ${plot.x.label}`}
        className="numeric mt-3 h-auto w-full max-w-lg"
      >
        <MarkView mark={drawPlot(plot, size)} />
      </svg>
      {plot.note && (
        <p className="mt-2 text-xs text-muted">
          <Lowered text={plot.note} />
        </p>
      )}
    </figure>
  );
}
