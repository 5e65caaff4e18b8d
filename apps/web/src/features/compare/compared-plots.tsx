import { PlotFigure } from '@/features/plots/plot-figure';
import { Section } from '@/ui/card';
import type { Compared } from './compared-metrics';

const columns = ['', '', 'md:grid-cols-2', 'md:grid-cols-3', 'md:grid-cols-2 xl:grid-cols-4'];

/** The same plot of each entry in one row, as far as they have it. */
export function ComparedPlots({ compared }: { compared: readonly Compared[] }) {
  const ids = [...new Set(compared.flatMap(({ evaluation }) => evaluation.plots.map(({ id }) => id)))];
  if (ids.length === 0) return null;
  return (
    <Section title="Plots">
      <div className="space-y-10">
        {ids.map((id) => (
          <div key={id} className={`grid gap-5 ${columns[compared.length] ?? ''}`}>
            {compared.map(({ submission, evaluation }) => {
              const plot = evaluation.plots.find((candidate) => candidate.id === id);
              return (
                <div key={submission.id} className="min-w-0">
                  <p className="mb-2 text-sm text-muted">{submission.method}</p>
                  {plot ? <PlotFigure plot={plot} /> : <p className="text-sm text-muted">Not made for this entry.</p>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </Section>
  );
}
