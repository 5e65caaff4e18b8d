/** Simple metrics for use while a tagger is developed; the platform's metrics, with their edge policies, are in `scoring`. */

/** Area under the ROC curve: the share of (signal, background) pairs in the right order; ties are ordered by their position in the list. */
export function areaUnderCurve(scores: ArrayLike<number>, labels: Uint8Array): number {
  const order = [...labels.keys()].sort((a, b) => (scores[a] ?? NaN) - (scores[b] ?? NaN));
  let rankSum = 0;
  let signal = 0;
  order.forEach((index, rank) => {
    if (labels[index] !== 1) return;
    rankSum += rank;
    signal++;
  });
  return (rankSum - (signal * (signal - 1)) / 2) / (signal * (labels.length - signal));
}

/** 1 / background efficiency at a signal efficiency; Infinity if no background passes. */
export function backgroundRejection(scores: ArrayLike<number>, labels: Uint8Array, signalEfficiency: number): number {
  const signal = [...labels.keys()].filter((i) => labels[i] === 1).map((i) => scores[i] ?? NaN);
  const threshold = signal.sort((a, b) => b - a)[Math.floor(signalEfficiency * signal.length)] ?? NaN;
  const background = [...labels.keys()].filter((i) => labels[i] === 0);
  return background.length / background.filter((i) => (scores[i] ?? NaN) > threshold).length;
}
