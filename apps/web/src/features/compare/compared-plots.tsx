import { partNames } from '@unblind/contracts';
import { PlotFigure } from '@/features/plots/plot-figure';
import { Section } from '@/ui/section';
import type { Compared } from './compared-metrics';
import { entryNames } from './entry-names';
import { overlay } from './overlay';

const columns = ['', '', 'md:grid-cols-2', 'md:grid-cols-3', 'md:grid-cols-2 xl:grid-cols-4'];

/** The plots of all entries: overlaid if each entry has one series of its own, otherwise side by side. */
export function ComparedPlots({ compared }: { compared: readonly Compared[] }) {
  const ids = [...new Set(compared.flatMap(({ evaluation }) => evaluation.plots.map(({ id }) => id)))];
  if (ids.length === 0) return null;
  const names = entryNames(compared);
  const isDivided = compared.some(({ evaluation }) => evaluation.metrics.some(({ part }) => part === 'diagnostic'));
  const drawn = ids.map((id) => ({
    id,
    plots: compared.map(({ evaluation }, at) => ({ label: names[at] ?? '', plot: evaluation.plots.find((plot) => plot.id === id) })),
  }));
  const overlaid = drawn.flatMap(({ plots }) => overlay(plots.flatMap(({ label, plot }) => (plot ? [{ label, plot }] : []))) ?? []);
  const sideBySide = drawn.filter(({ id }) => !overlaid.some((plot) => plot.id === id));
  return (
    <Section title={isDivided ? `Plots, ${partNames.diagnostic}` : 'Plots'}>
      <div className="space-y-10">
        {overlaid.length > 0 && (
          <div className="grid gap-5 md:grid-cols-2">
            {overlaid.map((plot) => (
              <PlotFigure key={plot.id} plot={plot} />
            ))}
          </div>
        )}
        {sideBySide.map(({ id, plots }) => (
          <div key={id} className={`grid gap-5 ${columns[compared.length] ?? ''}`}>
            {plots.map(({ label, plot }) => (
              <div key={label} className="min-w-0">
                <p className="mb-2 text-sm text-muted">{label}</p>
                {plot ? <PlotFigure plot={plot} /> : <p className="text-sm text-muted">This entry has no such plot.</p>}
              </div>
            ))}
          </div>
        ))}
      </div>
    </Section>
  );
}
