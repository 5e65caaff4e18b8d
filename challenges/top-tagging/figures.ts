import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constituentsPerJet, deriveSeed, jetFeatures, type JetFeature } from '@unblind/simulation';
import { loadChallenge } from '../challenge-folder';
import { produceChunks } from '../produce-chunks';
import { figureColours, histogramSvg, svg, type HistogramFigure } from '../svg-figure';

/** Jets drawn, from the start of the training split. */
const jets = 20_000;
const jetsPerChunk = 500;

interface Sample {
  labels: number[];
  multiplicity: number[];
  features: Record<JetFeature, number[]>;
  /** (deta, dphi, pt) of the constituents of the first jets. */
  displays: { top: boolean; points: [number, number, number][] }[];
}

/** Writes the figures of the pages again, from the jets that the challenge's own seed gives. */
async function makeFigures(): Promise<void> {
  const { manifest, directory } = await loadChallenge('top-tagging');
  const source = manifest.data.sources.simulated;
  if (!source || !('seed' in source)) throw new Error('challenge.yaml has no simulated source');
  const sample = await draw(deriveSeed(source.seed, 'train'));
  const folder = join(directory, 'pages/figures');
  await mkdir(folder, { recursive: true });
  const ofLabel = (values: number[], label: number) => values.filter((_, i) => sample.labels[i] === label);
  const write = (name: string, values: number[], figure: Omit<HistogramFigure, 'series'>) =>
    writeFile(
      join(folder, `${name}.svg`),
      histogramSvg({
        ...figure,
        series: [
          { label: 'top jets', colour: figureColours.signal, values: ofLabel(values, 1) },
          { label: 'QCD jets', colour: figureColours.background, values: ofLabel(values, 0) },
        ],
      }),
    );
  const { mass, tau32, pt } = sample.features;
  await write('jet-mass', mass, { title: 'Jet mass', xLabel: 'jet mass [GeV]', low: 0, high: 300, bins: 60 });
  await write('multiplicity', sample.multiplicity, {
    title: 'Constituents per jet',
    xLabel: 'number of constituents',
    low: 0,
    high: 140,
    bins: 35,
  });
  await write('tau32', tau32, { title: 'N-subjettiness ratio', xLabel: 'tau3 / tau2', low: 0, high: 1, bins: 50 });
  await write('jet-pt', pt, { title: 'Transverse momentum', xLabel: 'jet pT [GeV]', low: 540, high: 660, bins: 48 });
  await writeFile(join(folder, 'two-jets.svg'), twoJets(sample));
}

async function draw(seed: number): Promise<Sample> {
  const features = Object.fromEntries(jetFeatures.map((name) => [name, []])) as unknown as Record<JetFeature, number[]>;
  const sample: Sample = { labels: [], multiplicity: [], features, displays: [] };
  const tasks = Array.from({ length: jets / jetsPerChunk }, (_, i) => ({ seed, start: i * jetsPerChunk, count: jetsPerChunk }));
  for await (const { constituents, jet, labels } of produceChunks(join(__dirname, 'data'), tasks, { workers: 2 })) {
    if (!constituents || !jet || !labels) throw new Error('a tensor is missing from a chunk');
    labels.forEach((label, i) => {
      const row = constituents.subarray(i * constituentsPerJet * 4, (i + 1) * constituentsPerJet * 4);
      const energies = Array.from({ length: constituentsPerJet }, (_, k) => row[k * 4] ?? 0);
      sample.labels.push(label);
      sample.multiplicity.push(energies.filter((energy) => energy > 0).length);
      jetFeatures.forEach((name, column) => sample.features[name].push(jet[i * jetFeatures.length + column] ?? NaN));
      if (sample.displays.length < 40) sample.displays.push({ top: label === 1, points: positions(row, jet, i) });
    });
  }
  return sample;
}
