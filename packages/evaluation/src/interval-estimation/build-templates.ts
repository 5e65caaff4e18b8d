import { quantileEdges, fillBins, type NuisanceEffect, type TemplateModel } from '@unblind/scoring';
import { higgsProcesses, nuisanceDistributions, nuisanceNames, type HiggsProcess, type Nuisances } from '@unblind/simulation';

/** Labelled simulated events under one value of the nuisances. Several blocks may have the same value. */
export interface SimulatedBlock {
  nuisances: Nuisances;
  scores: ArrayLike<number>;
  /** Index into `higgsProcesses`. */
  processes: ArrayLike<number>;
  /** Expected number of events that each simulated event stands for. */
  weights: ArrayLike<number>;
}

export interface ScoreTemplates {
  edges: Float64Array;
  model: TemplateModel;
}

const shapes = ['tes', 'jes', 'softMet'] as const;
type Shape = (typeof shapes)[number];

/** Enough bins to resolve the shape of the score, few enough that each bin holds simulated events of every process. */
const bins = 16;

/**
 * Templates of a classifier's score, in bins with equal shares of the central simulation. Each process has its template shifted by
 * one standard deviation of each shape nuisance, and the yield uncertainties of FAIR Universe (arXiv:2410.02867).
 */
export function buildTemplates(blocks: readonly SimulatedBlock[]): ScoreTemplates {
  const central = centralOf(blocks);
  const edges = edgesOf(blocks.filter(({ nuisances }) => distance(nuisances, central) === 0));
  const template = (process: number, at: Nuisances) => {
    const contents = new Float64Array(edges.length + 1);
    for (const block of blocks) {
      if (distance(block.nuisances, at) > 0) continue;
      const { scores, weights } = select(block, (of) => of === process);
      fillBins(scores, edges, weights).forEach((content, bin) => (contents[bin]! += content));
    }
    return contents;
  };
  const processes = higgsProcesses.map((name, index) => {
    const moved = shapes.map((shape) => {
      const { up, down } = shiftsOf(shape, central);
      return [shape, { kind: 'shape', up: template(index, up), down: template(index, down) }] as const;
    });
    const effects: Record<string, NuisanceEffect> = { ...Object.fromEntries(moved), ...yieldEffects(name) };
    return { name, signal: name === 'htautau', nominal: template(index, central), effects };
  });
  return { edges, model: { nuisances: [...nuisanceNames], processes } };
}

function yieldEffects(process: HiggsProcess): Record<string, NuisanceEffect> {
  if (process === 'htautau') return {};
  const normal = (name: keyof Nuisances): NuisanceEffect => ({ kind: 'normal', width: nuisanceDistributions[name].width });
  return {
    ...(process === 'ttbar' ? { ttbarScale: normal('ttbarScale') } : {}),
    ...(process === 'diboson' ? { dibosonScale: normal('dibosonScale') } : {}),
    backgroundScale: normal('backgroundScale'),
  };
}

/** The nuisances at 0 standard deviations, which the first block has. */
function centralOf([first]: readonly SimulatedBlock[]): Nuisances {
  if (!first) throw new RangeError('templates need simulated events');
  return first.nuisances;
}

function shiftsOf(shape: Shape, central: Nuisances): { up: Nuisances; down: Nuisances } {
  const { kind, width } = nuisanceDistributions[shape];
  const moved = (sign: 1 | -1) => (kind === 'lognormal' ? central[shape] * Math.exp(sign * width) : central[shape] + sign * width);
  return { up: { ...central, [shape]: moved(1) }, down: { ...central, [shape]: moved(-1) } };
}

/** The largest difference of any nuisance; 0 if they agree up to rounding. */
function distance(a: Nuisances, b: Nuisances): number {
  const largest = Math.max(...nuisanceNames.map((name) => Math.abs(a[name] - b[name])));
  return largest < 1e-9 ? 0 : largest;
}

function edgesOf(blocks: readonly SimulatedBlock[]): Float64Array {
  const signal = higgsProcesses.indexOf('htautau');
  const gather = (wanted: (process: number) => boolean) => {
    const parts = blocks.map((block) => select(block, wanted));
    return { scores: parts.flatMap(({ scores }) => scores), weights: parts.flatMap(({ weights }) => weights) };
  };
  return quantileEdges(
    gather((process) => process === signal),
    gather((process) => process !== signal),
    bins,
  );
}

function select({ scores, processes, weights }: SimulatedBlock, wanted: (process: number) => boolean) {
  const kept: { scores: number[]; weights: number[] } = { scores: [], weights: [] };
  for (let i = 0; i < processes.length; i++) {
    if (!wanted(processes[i]!)) continue;
    kept.scores.push(scores[i]!);
    kept.weights.push(weights[i]!);
  }
  return kept;
}
