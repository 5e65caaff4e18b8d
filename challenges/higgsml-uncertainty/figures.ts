import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { higgsFeatures } from '@unblind/simulation';
import { challengesRoot } from '../challenge-folder';
import { histogramSvg } from '../histogram-figure';
import { loadTraining, signalProcess, type LabelledEvents } from './load-training';
import { trainingShifts } from './training-block';

const visibleMass = { feature: 'DER_mass_vis', xLabel: 'mass of lepton and hadronic tau, GeV', low: 70, high: 150 } as const;
const signalAndBackground = [
  { file: 'visible-mass', title: 'Visible mass', ...visibleMass },
  {
    file: 'higgs-momentum',
    title: 'Transverse momentum of the pair',
    feature: 'DER_pt_h',
    xLabel: 'transverse momentum, GeV',
    low: 0,
    high: 120,
  },
] as const;

/** Regenerates the figures of the pages from the training split. */
async function makeFigures(): Promise<void> {
  const folder = join(challengesRoot, 'higgsml-uncertainty/pages/figures');
  await mkdir(folder, { recursive: true });
  const [central, ...shifts] = await loadTraining();
  if (!central) throw new Error('no training events');
  for (const { file, feature, ...figure } of signalAndBackground) {
    const series = [
      { label: 'signal', values: columnOf(central, feature, true) },
      { label: 'background', values: columnOf(central, feature, false) },
    ];
    await writeFile(join(folder, `${file}.svg`), histogramSvg({ ...figure, bins: 40, unit: 'events', series }));
  }
  const shifted = (label: string, tes: number) => {
    const events = shifts[trainingShifts.findIndex((shift) => shift.tes === tes) - 1] ?? central;
    return { label, values: columnOf(events, visibleMass.feature, false) };
  };
  const { feature: _feature, ...axis } = visibleMass;
  const series = [shifted('scale +1 %', 1.01), shifted('scale −1 %', 0.99)];
  const figure = { title: 'Background', ...axis, high: 110, bins: 35, unit: 'events', series };
  await writeFile(join(folder, 'tau-energy-scale.svg'), histogramSvg(figure));
}

/** Keeps events with a probability proportional to their weight, so that the figure shows the expected proportions. */
function columnOf({ features, processes, weights }: LabelledEvents, feature: (typeof higgsFeatures)[number], signal: boolean): number[] {
  const wanted = Array.from(processes.keys()).filter((i) => (processes[i] === signalProcess) === signal);
  const heaviest = wanted.reduce((largest, i) => Math.max(largest, weights[i]!), 0);
  return wanted
    .filter((i) => (i * 0.618034) % 1 < weights[i]! / heaviest)
    .map((i) => features[i * higgsFeatures.length + higgsFeatures.indexOf(feature)]!);
}

void makeFigures();
