import scoring from '../../../scoring/dist/index.js';
import { normalCdf } from '../normal.mjs';

/* Events of a signal and a background, normal about 2 and 0; the selection is a cut on the observable. */
const distance = 2;
const cut = 1.5;
const weights = { signal: 700, background: 400_000 };
const bestShare = 0.15;

const efficiency = (at, mean) => 1 - normalCdf(at - mean);
const amsAt = (at) => scoring.ams(weights.signal * efficiency(at, distance), weights.background * efficiency(at, 0));

/** The cut above which a share of all events lies. */
function cutOfShare(share, signal, background) {
  const of = signal / (signal + background);
  let [low, high] = [-5, 10];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (of * efficiency(middle, distance) + (1 - of) * efficiency(middle, 0) > share) low = middle;
    else high = middle;
  }
  return low;
}

function toy(signal, background) {
  const truth = { ams: amsAt(cut), ams_best: amsAt(cutOfShare(bestShare, signal, background)) };
  return (stream, seed) => {
    const events = signal + background;
    const isSignal = new Uint8Array(events).fill(1, 0, signal);
    const x = Float64Array.from(isSignal, (label) => stream.normal() + distance * label);
    const eventIds = Int32Array.from(isSignal, (_, i) => i);
    const ranks = new Int32Array(events);
    eventIds.toSorted((a, b) => x[a] - x[b]).forEach((event, place) => (ranks[event] = place + 1));
    const expected = scoring.normaliseWeights(new Float64Array(events).fill(1), isSignal, weights);
    const classes = Array.from(x, (value) => (value >= cut ? 's' : 'b'));
    const context = { metrics: Object.keys(truth), replicates: 200, seed, cuts: { ams_best: bestShare } };
    const { metrics } = scoring.scoreSelection({ eventIds, isSignal, weights: expected }, { eventIds, rankOrder: ranks, classes }, context);
    return metrics.map((metric) => ({ ...metric, truth: truth[metric.name] }));
  };
}

export const cases = [
  { size: '60,000 + 140,000 events', toy: toy(60_000, 140_000), most: 300 },
  { size: '18,000 + 42,000 events', toy: toy(18_000, 42_000), most: 1000 },
  { size: '6000 + 14,000 events', toy: toy(6000, 14_000) },
  { size: '500 + 1500 events', toy: toy(500, 1500) },
  { size: '100 + 400 events', toy: toy(100, 400) },
];
export const kind = 'selection';
