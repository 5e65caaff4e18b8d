import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dijetFeatures } from '@unblind/simulation';
import { challengesRoot } from '../challenge-folder';
import { histogramSvg, type HistogramFigure } from '../histogram-figure';
import { loadRows } from '../training/load-split';

/** Regenerates the figures of the pages from the training split. */
async function makeFigures(): Promise<void> {
  const folder = join(challengesRoot, 'lhc-olympics/pages/figures');
  await mkdir(folder, { recursive: true });
  const { features, labels, mjj } = await loadRows('lhc-olympics', 'train', ['features', 'labels', 'mjj']);
  const of = (event: number, name: (typeof dijetFeatures)[number]) => features[event * dijetFeatures.length + dijetFeatures.indexOf(name)]!;
  const write = (file: string, value: (event: number) => number, figure: Omit<HistogramFigure, 'series' | 'unit' | 'bins'>) => {
    const ofLabel = (label: number) => [...labels.keys()].filter((event) => labels[event] === label).map(value);
    const series = [
      { label: 'signal', values: ofLabel(1) },
      { label: 'QCD', values: ofLabel(0) },
    ];
    return writeFile(join(folder, `${file}.svg`), histogramSvg({ ...figure, bins: 40, unit: 'events', series }));
  };
  await write('dijet-mass', (event) => mjj[event]!, { title: 'Dijet mass', xLabel: 'mass of the two jets, GeV', low: 2000, high: 7000 });
  await write('jet-masses', (event) => Math.max(of(event, 'mj1'), of(event, 'mj2')), {
    title: 'Mass of the heavier jet',
    xLabel: 'jet mass, GeV',
    low: 0,
    high: 1000,
  });
  await write('tau21', (event) => of(event, 'tau2j1') / (of(event, 'tau1j1') + 1e-5), {
    title: 'tau2 / tau1 of the harder jet',
    xLabel: 'tau2 / tau1',
    low: 0,
    high: 1,
  });
}

void makeFigures();
