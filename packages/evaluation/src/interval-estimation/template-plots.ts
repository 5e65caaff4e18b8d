import type { Plot } from '@unblind/contracts';
import { Likelihood, nuisanceImpacts, type ProcessTemplate, type TemplateModel } from '@unblind/scoring';
import type { Nuisances } from '@unblind/simulation';
import type { ScoreTemplates } from './build-templates';

/** Names of the nuisances in plots. */
export const nuisanceTitles: Readonly<Record<keyof Nuisances, string>> = {
  tes: 'tau energy scale',
  jes: 'jet energy scale',
  softMet: 'soft missing momentum',
  ttbarScale: 'top pair yield',
  dibosonScale: 'diboson yield',
  backgroundScale: 'background yield',
};
const titleOf = (nuisance: string): string => new Map(Object.entries(nuisanceTitles)).get(nuisance) ?? nuisance;

/** The templates of a classifier's fit, the effect of the nuisances on them, and their impact on mu. */
export function templatePlots({ model }: ScoreTemplates): Plot[] {
  return [templatePlot(model), shiftPlot(model), impactPlot(model)];
}

/** The band of the background is the sum of all its shape shifts in quadrature. */
function templatePlot({ processes }: TemplateModel): Plot {
  const backgrounds = processes.filter(({ signal }) => !signal);
  const background = summed(backgrounds, ({ nominal }) => nominal);
  const shifts = shapesOf(backgrounds).map((name) => {
    const [up, down] = [
      summed(backgrounds, (process) => shifted(process, name, 'up')),
      summed(backgrounds, (process) => shifted(process, name, 'down')),
    ];
    return background.map((_, bin) => Math.abs(up[bin]! - down[bin]!) / 2);
  });
  const errors = background.map((_, bin) => Math.hypot(...shifts.map((shift) => shift[bin]!)));
  const signal = summed(
    processes.filter((process) => process.signal),
    ({ nominal }) => nominal,
  );
  return {
    id: 'templates',
    title: 'Templates of the score',
    kind: 'step',
    x: { label: 'bin of the score, background-like to signal-like', scale: 'linear' },
    y: { label: 'expected events', scale: 'linear' },
    series: [
      {
        label: 'background',
        x: binsOf(background),
        y: background,
        low: background.map((content, bin) => content - errors[bin]!),
        high: background.map((content, bin) => content + errors[bin]!),
      },
      { label: 'signal, mu = 1', x: binsOf(signal), y: signal },
    ],
    note: 'From the training split. The band is one standard deviation of all shape nuisances together.',
  };
}

function shiftPlot({ processes }: TemplateModel): Plot {
  const backgrounds = processes.filter(({ signal }) => !signal);
  const nominal = summed(backgrounds, (process) => process.nominal);
  const series = shapesOf(backgrounds).map((name) => {
    const up = summed(backgrounds, (process) => shifted(process, name, 'up'));
    return { label: titleOf(name), x: binsOf(up), y: up.map((content, bin) => (nominal[bin]! > 0 ? content / nominal[bin]! : 1)) };
  });
  return {
    id: 'template-shifts',
    title: 'Background with a nuisance up by one standard deviation',
    kind: 'line',
    x: { label: 'bin of the score, background-like to signal-like', scale: 'linear' },
    y: { label: 'ratio to the central simulation', scale: 'linear' },
    series: [...series, { label: 'central', x: binsOf(nominal), y: nominal.map(() => 1) }],
  };
}

/** The impacts are computed on the expected data at mu = 1. */
function impactPlot(model: TemplateModel): Plot {
  const likelihood = new Likelihood(model);
  const asimov = likelihood.expected([1, ...model.nuisances.map(() => 0)]);
  const { fit, impacts } = nuisanceImpacts(likelihood, asimov);
  const y = impacts.map((_, rank) => rank);
  return {
    id: 'impacts',
    title: 'Impact of each nuisance on mu',
    kind: 'bars',
    x: { label: 'shift of mu_hat', scale: 'linear' },
    y: {
      label: '',
      scale: 'linear',
      categories: impacts.map(({ nuisance, share }) => `${titleOf(nuisance)} (${Math.max(0, 100 * share).toFixed(0)} %)`),
    },
    series: [
      { label: '+1 standard deviation', x: impacts.map(({ up }) => up), y },
      { label: '-1 standard deviation', x: impacts.map(({ down }) => down), y },
    ],
    note: `Each nuisance is fixed one post-fit standard deviation away from its best value, on the expected data at mu = 1, where the interval is ${(fit.high - fit.low).toPrecision(3)} wide. In brackets: the share of the squared interval width that disappears when the nuisance is fixed at its best value.`,
  };
}

const binsOf = (contents: readonly number[]): number[] => contents.map((_, bin) => bin + 1);

function summed(processes: readonly ProcessTemplate[], contents: (process: ProcessTemplate) => Float64Array): number[] {
  const parts = processes.map(contents);
  return Array.from({ length: parts[0]?.length ?? 0 }, (_, bin) => parts.reduce((sum, part) => sum + part[bin]!, 0));
}

function shapesOf(processes: readonly ProcessTemplate[]): string[] {
  const shapes = processes.flatMap(({ effects }) => Object.entries(effects).filter(([, { kind }]) => kind === 'shape'));
  return [...new Set(shapes.map(([name]) => name))];
}

function shifted({ nominal, effects }: ProcessTemplate, name: string, side: 'up' | 'down'): Float64Array {
  const effect = effects[name];
  return effect?.kind === 'shape' ? effect[side] : nominal;
}
