import type { Plot } from '@unblind/contracts';
import { countEfficiency, efficiencyBins, emptyCounts, type EfficiencyCounts } from '../../metrics/tracking/efficiency-curve';
import { type ParticleKinematics, type ParticleSelection, selectParticles } from '../../metrics/tracking/particle-kinematics';
import { countMatches } from '../../metrics/tracking/track-matching';
import type { Resolution } from '../resolution';
import type { TrackTable } from '../../metrics/tracking/match-tracks';

interface Curve {
  id: string;
  title: string;
  label: string;
  scale: 'linear' | 'log';
  edges: readonly number[];
  values: (kinematics: ParticleKinematics) => Float64Array;
  /** The selection without the cut on the quantity of the x axis. */
  loosen: (selection: ParticleSelection) => ParticleSelection;
}

const curves: readonly Curve[] = [
  {
    id: 'efficiency-pt',
    title: 'Efficiency against transverse momentum',
    label: 'pT [GeV]',
    scale: 'log',
    edges: [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 100],
    values: ({ pt }) => pt,
    loosen: (selection) => ({ ...selection, minimumPt: 0 }),
  },
  {
    id: 'efficiency-eta',
    title: 'Efficiency against pseudorapidity',
    label: 'eta',
    scale: 'linear',
    edges: Array.from({ length: 17 }, (_, i) => i / 2 - 4),
    values: ({ pseudorapidity }) => pseudorapidity,
    loosen: (selection) => ({ ...selection, maximumPseudorapidity: Infinity }),
  },
  {
    id: 'efficiency-vertex-radius',
    title: 'Efficiency against the radius of the production vertex',
    label: 'vertex radius [mm]',
    scale: 'linear',
    edges: [0, 1, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000],
    values: ({ vertexRadius }) => vertexRadius,
    loosen: (selection) => selection,
  },
];

/** Efficiencies under the double majority, pooled over events, with their binomial intervals. */
export class EfficiencyPlots {
  private readonly counts: readonly EfficiencyCounts[] = curves.map(({ edges }) => emptyCounts(edges));

  constructor(private readonly selection: ParticleSelection) {}

  add(table: TrackTable, kinematics: ParticleKinematics): void {
    const everyone = new Uint8Array(table.particleIds.length).fill(1);
    const { found } = countMatches(table, 'double_majority', everyone);
    curves.forEach(({ values, loosen }, i) => {
      const selected = selectParticles(table.particleIds, table.particleHits, kinematics, loosen(this.selection));
      countEfficiency(this.counts[i]!, values(kinematics), found, selected);
    });
  }

  plots(resolution: Resolution): Plot[] {
    return curves.map((curve, i) => efficiencyPlot(curve, this.counts[i]!, resolution)).filter((plot) => plot.series[0]!.x.length > 0);
  }
}

function efficiencyPlot({ id, title, label, scale }: Curve, counts: EfficiencyCounts, { leastEvents }: Resolution): Plot {
  const bins = efficiencyBins(counts).filter(({ total }) => total >= leastEvents);
  const centre = (from: number, to: number) => (scale === 'log' ? Math.sqrt(from * to) : (from + to) / 2);
  return {
    id,
    title,
    kind: 'points',
    x: { label, scale },
    y: { label: 'efficiency (double majority)', scale: 'linear' },
    series: [
      {
        label: 'tracks',
        x: bins.map(({ from, to }) => centre(from, to)),
        y: bins.map(({ efficiency }) => efficiency),
        low: bins.map(({ low }) => low),
        high: bins.map(({ high }) => high),
      },
    ],
    ...(counts.outside >= leastEvents ? { note: `${counts.outside} particles lie outside the axis.` } : {}),
  };
}
