import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mark, svgFile, type Ink, type Mark } from '@unblind/plots';
import { deriveSeed } from '@unblind/random';
import { constituentsPerJet, generateJets, jetFeatures, jetRadius, type Jets } from '@unblind/simulation';
import { loadChallenge } from '../challenge-folder';
import { histogramSvg, type HistogramFigure } from '../histogram-figure';

/** The number of jets shown, from the start of the training split. */
const count = 20_000;

type Feature = (typeof jetFeatures)[number];

/** Regenerates the figures of the pages from the jets of the challenge's seed. */
async function makeFigures(): Promise<void> {
  const { manifest, directory } = await loadChallenge('top-tagging');
  const source = manifest.data.sources.simulated;
  if (!source || !('seed' in source)) throw new Error('challenge.yaml has no simulated source');
  const jets = generateJets({ seed: deriveSeed(source.seed, 'train'), count });
  const folder = join(directory, 'pages/figures');
  await mkdir(folder, { recursive: true });

  const write = (name: string, value: (jet: number) => number, figure: Omit<HistogramFigure, 'series' | 'unit'>) => {
    const ofLabel = (label: number) => [...jets.labels.keys()].filter((jet) => jets.labels[jet] === label).map(value);
    const series = [
      { label: 'top jets', values: ofLabel(1) },
      { label: 'QCD jets', values: ofLabel(0) },
    ];
    return writeFile(join(folder, `${name}.svg`), histogramSvg({ ...figure, unit: 'jets', series }));
  };
  const feature = (name: Feature) => (jet: number) => jetValue(jets, jet, name);
  const multiplicity = (jet: number) => constituentsOf(jets, jet).length;
  await write('jet-mass', feature('mass'), { title: 'Jet mass', xLabel: 'jet mass [GeV]', low: 0, high: 300, bins: 60 });
  await write('multiplicity', multiplicity, { title: 'Constituents per jet', xLabel: 'constituents', low: 0, high: 140, bins: 35 });
  await write('tau32', feature('tau32'), { title: 'N-subjettiness ratio', xLabel: 'τ₃ / τ₂', low: 0, high: 1, bins: 50 });
  await write('jet-pt', feature('pt'), { title: 'Jet transverse momentum', xLabel: 'pT [GeV]', low: 540, high: 660, bins: 24 });
  await writeFile(join(folder, 'two-jets.svg'), twoJets(jets));
}

function jetValue(jets: Jets, jet: number, name: Feature): number {
  return jets.jet[jet * jetFeatures.length + jetFeatures.indexOf(name)] ?? NaN;
}

/** Transverse momentum, and position relative to the jet's axis, of each constituent. */
function constituentsOf(jets: Jets, jet: number): { pt: number; eta: number; phi: number }[] {
  const row = jets.constituents.subarray(jet * constituentsPerJet * 4, (jet + 1) * constituentsPerJet * 4);
  const [jetEta, jetPhi] = [jetValue(jets, jet, 'eta'), jetValue(jets, jet, 'phi')];
  return Array.from({ length: constituentsPerJet }, (_, k) => {
    const [, px = 0, py = 0, pz = 0] = row.subarray(k * 4, k * 4 + 4);
    const pt = Math.hypot(px, py);
    const angle = Math.atan2(py, px) - jetPhi;
    return { pt, eta: Math.asinh(pz / pt) - jetEta, phi: Math.atan2(Math.sin(angle), Math.cos(angle)) };
  }).filter(({ pt }) => pt > 0);
}

const panel = 270;

/** The first clear three-prong top jet and the first ordinary QCD jet, side by side in the (eta, phi) plane. */
function twoJets(jets: Jets): string {
  const find = (label: number, fits: (mass: number, tau32: number) => boolean) =>
    [...jets.labels.keys()].find((jet) => jets.labels[jet] === label && fits(jetValue(jets, jet, 'mass'), jetValue(jets, jet, 'tau32'))) ??
    0;
  const top = find(1, (mass, tau32) => mass > 165 && mass < 180 && tau32 < 0.35);
  const qcd = find(0, (mass, tau32) => mass > 55 && mass < 75 && tau32 > 0.7);
  const title = 'A top jet and a QCD jet: constituents around the jet axis, with areas in proportion to their transverse momenta';
  return svgFile({ title, width: 2 * panel + 20, height: panel + 56 }, [
    ...drawJet(jets, top, { left: 0, name: 'top jet', ink: 'series-1' }),
    ...drawJet(jets, qcd, { left: panel + 20, name: 'QCD jet', ink: 'series-2' }),
  ]);
}

function drawJet(jets: Jets, jet: number, { left, name, ink }: { left: number; name: string; ink: Ink }): Mark[] {
  const scale = panel / 1.8;
  const x = (eta: number) => (left + panel / 2 + eta * scale).toFixed(1);
  const y = (phi: number) => (28 + panel / 2 - phi * scale).toFixed(1);
  const circles = constituentsOf(jets, jet).map(({ pt, eta, phi }) =>
    mark('circle', { cx: x(eta), cy: y(phi), r: Math.max(1, 1.6 * Math.sqrt(pt)).toFixed(1), fill: ink, fillOpacity: 0.35, stroke: ink }),
  );
  const mass = jetValue(jets, jet, 'mass').toFixed(0);
  return [
    mark('text', { x: x(0), y: 16, textAnchor: 'middle', fontSize: 14, fontWeight: 600 }, [`${name}, mass ${mass} GeV`]),
    mark('circle', { cx: x(0), cy: y(0), r: (jetRadius * scale).toFixed(1), fill: 'none', stroke: 'axis', strokeDasharray: '4 4' }),
    mark('path', { d: `M${x(-0.06)} ${y(0)}H${x(0.06)}M${x(0)} ${y(-0.06)}V${y(0.06)}`, stroke: 'axis' }),
    ...circles,
    mark('text', { x: x(0), y: panel + 44, textAnchor: 'middle' }, ['Δη across, Δφ up; dashed circle: R = 0.8']),
  ];
}

void makeFigures();
