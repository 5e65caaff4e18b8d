/** Scores of simulated events with the expected number of events that each stands for. */
export interface WeightedScores {
  readonly scores: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/**
 * Edges of bins that each hold the same share of an equal mixture of signal and background, so bins are fine where either is dense.
 * Equal scores stay together, so a classifier with few distinct values gets fewer bins.
 *
 * @returns inner edges, increasing: `bins - 1` of them, or fewer. A score at an edge is in the bin above it
 */
export function quantileEdges(signal: WeightedScores, background: WeightedScores, bins: number): Float64Array {
  const entries: { score: number; weight: number }[] = [];
  for (const { scores, weights } of [signal, background]) {
    const total = sumOf(weights);
    if (total > 0) for (let i = 0; i < scores.length; i++) entries.push({ score: scores[i]!, weight: weights[i]! / (2 * total) });
  }
  entries.sort((a, b) => a.score - b.score);
  const whole = entries.reduce((sum, { weight }) => sum + weight, 0);
  const edges: number[] = [];
  let below = 0;
  for (let i = 0; i < entries.length; i++) {
    const { score, weight } = entries[i]!;
    const isNew = i > 0 && score > entries[i - 1]!.score;
    if (isNew && edges.length < bins - 1 && below >= ((edges.length + 1) / bins) * whole * (1 - 1e-12)) edges.push(score);
    below += weight;
  }
  return Float64Array.from(edges);
}

/** Sum of the weights of the scores in each bin; each score counts 1 without weights. */
export function fillBins(scores: ArrayLike<number>, edges: Float64Array, weights?: ArrayLike<number>): Float64Array {
  const contents = new Float64Array(edges.length + 1);
  for (let i = 0; i < scores.length; i++) contents[binOf(scores[i]!, edges)]! += weights ? weights[i]! : 1;
  return contents;
}

/** Number of edges at or below the score. */
function binOf(score: number, edges: Float64Array): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
