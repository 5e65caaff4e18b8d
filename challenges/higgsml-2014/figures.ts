import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { higgs2014Features } from '@unblind/simulation';
import { challengesRoot } from '../challenge-folder';
import { histogramSvg } from '../histogram-figure';
import { loadRows } from '../training/load-split';

const figures = [
  {
    file: 'collinear-mass',
    feature: 'DER_mass_MMC',
    title: 'Collinear mass',
    xLabel: 'mass in the collinear approximation, GeV',
    low: 0,
    high: 300,
  },
  {
    file: 'transverse-mass',
    feature: 'DER_mass_transverse_met_lep',
    title: 'Transverse mass',
    xLabel: 'transverse mass of lepton and missing momentum, GeV',
    low: 0,
    high: 160,
  },
  {
    file: 'visible-mass',
    feature: 'DER_mass_vis',
    title: 'Visible mass',
    xLabel: 'mass of lepton and hadronic tau, GeV',
    low: 0,
    high: 200,
  },
] as const;

/** Writes the figures of the pages again, from the training split; backgrounds with their expected yields. */
async function makeFigures(): Promise<void> {
  const folder = join(challengesRoot, 'higgsml-2014/pages/figures');
  await mkdir(folder, { recursive: true });
  const { features, labels, weights } = await loadRows('higgsml-2014', 'train', ['features', 'labels', 'weights']);
  const heaviest = weights.reduce((largest, weight, i) => (labels[i] === 0 ? Math.max(largest, weight) : largest), 0);
  for (const { file, feature, ...figure } of figures) {
    const column = higgs2014Features.indexOf(feature);
    // Rows are kept in proportion to their weights: the figure counts events as they would occur.
    const kept = (label: number) =>
      Array.from(labels.keys())
        .filter((i) => labels[i] === label && (label === 1 || (i * 0.618034) % 1 < weights[i]! / heaviest))
        .map((i) => features[i * higgs2014Features.length + column]!);
    const series = [
      { label: 'signal', values: kept(1) },
      { label: 'background', values: kept(0) },
    ];
    await writeFile(join(folder, `${file}.svg`), histogramSvg({ ...figure, bins: 50, unit: 'events', series }));
  }
}

void makeFigures();
