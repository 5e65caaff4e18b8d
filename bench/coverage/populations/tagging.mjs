import evaluation from '../../../packages/evaluation/dist/index.js';
import scoring from '../../../scoring/dist/index.js';
import { normalCdf, normalMean, normalQuantile } from '../normal.mjs';

/*
 * Jets whose score is the probability of signal, of equally many of both classes, for an observable that is normal about 0 for background and about
 * `distance` for signal. So the score is calibrated, and the truth of each metric has a closed form.
 */
/** At a signal efficiency of 0.3, 9 of 7,000 background jets pass, about as many as pass the baselines of top tagging. */
const usual = 2.5;
/** 2 of 100 pass. */
const small = 1.5;
const score = (x, d) => 1 / (1 + Math.exp(-(d * x - (d * d) / 2)));
const counted = (name) => name.includes('rejection');

/** @returns observables and labels */
export function jets(stream, [signal, background], distance) {
  const labels = new Uint8Array(signal + background).fill(1, 0, signal);
  return { labels, x: Float64Array.from(labels, (label) => stream.normal() + distance * label) };
}

const rejection = (efficiency, d) => 1 / (1 - normalCdf(d + normalQuantile(1 - efficiency)));

function truths([signal, background], distance) {
  const square = (label) => (x) => (score(x, distance) - label) ** 2;
  const share = signal / (signal + background);
  return {
    auc: normalCdf(distance / Math.SQRT2),
    accuracy: normalCdf(distance / 2),
    brier: share * normalMean(square(1), distance) + (1 - share) * normalMean(square(0)),
    ece: 0,
    'ece-confidence': 0,
    'rejection@0.3': rejection(0.3, distance),
    'rejection@0.5': rejection(0.5, distance),
  };
}

const context = (metrics, seed) => ({ metrics, replicates: 200, seed });
const withTruth = (metric, truth, name = metric.name) => ({ ...metric, name, truth, counted: counted(name) });
const noise = 0.5;
const weaker = (distance) => distance / Math.hypot(1, noise);
/** The same jets with noise, still calibrated. */
const noisy = (stream, x, distance) => x.map((each) => score((each + noise * stream.normal()) / Math.hypot(1, noise), weaker(distance)));

/** One tagger. */
function single(sizes, distance) {
  const truth = truths(sizes, distance);
  return (stream, seed) => {
    const { labels, x } = jets(stream, sizes, distance);
    const scores = x.map((each) => score(each, distance));
    return scoring
      .scoreTagging({ labels }, scores, context(Object.keys(truth), seed))
      .metrics.map((metric) => withTruth(metric, truth[metric.name]));
  };
}

/** Two taggers that see the same jets, the second one with noise of its own. */
function differences(sizes, distance) {
  const [one, two] = [truths(sizes, distance), truths(sizes, weaker(distance))];
  const names = ['auc', 'accuracy', 'ece', 'rejection@0.3', 'rejection@0.5'];
  return (stream, seed) => {
    const { labels, x } = jets(stream, sizes, distance);
    const both = [x.map((each) => score(each, distance)), noisy(stream, x, distance)];
    const [first, second] = both.map((scores) => scoring.scoreTagging({ labels }, scores, context(names, seed)).metrics);
    return names.map((name, i) => withTruth(scoring.pairedDifference(first[i], second[i]), one[name] - two[name], `difference of ${name}`));
  };
}

const orderOf = (metric) => (metric === 'ece' ? 'lower' : 'higher');
const run = (seed, variation, report) => ({ seed, variation, report });

/** The mean of three trainings, each with noise of its own. */
function trainings(sizes, distance) {
  const truth = truths(sizes, weaker(distance));
  const names = ['auc', 'accuracy', 'ece', 'rejection@0.3'];
  return (stream, seed) => {
    const { labels, x } = jets(stream, sizes, distance);
    const runs = [1, 2, 3].map((number) =>
      run(number, 'nominal', scoring.scoreTagging({ labels }, noisy(stream, x, distance), context(names, seed))),
    );
    const { metrics } = evaluation.summariseRuns(runs, null, orderOf);
    return names.map((name) =>
      withTruth(
        metrics.find((metric) => metric.name === name),
        truth[name],
        `mean of trainings, ${name}`,
      ),
    );
  };
}

/** Six shifts under which nothing changes but noise: the shift is chosen on a diagnostic part and quoted on a ranking part. */
function worstCase({ ranking, diagnostic }, distance) {
  const truth = truths(ranking, weaker(distance));
  const names = ['auc', 'rejection@0.3'];
  const shifts = ['nominal', ...Array.from({ length: 6 }, (_, k) => `shift-${k}`)];
  const scored = (stream, { labels, x }, given) =>
    shifts.map((variation) => run(1, variation, scoring.scoreTagging({ labels }, noisy(stream, x, distance), given)));
  return (stream, seed) => {
    const chosen = scored(stream, jets(stream, diagnostic, distance), { metrics: names, replicates: 0, seed });
    const choices = evaluation.choicesOf(evaluation.summariseRuns(chosen, null, orderOf).metrics, orderOf, 'the diagnostic part');
    const given = context(names, seed);
    const quoted = evaluation.summariseRuns(scored(stream, jets(stream, ranking, distance), given), null, orderOf, choices);
    const find = (wanted) => quoted.metrics.find(({ name }) => name === wanted);
    return names.map((name) => withTruth(find(`worst(${name})`), truth[name]));
  };
}

export const cases = [
  { size: '15,000 + 15,000 jets', toy: single([15_000, 15_000], usual), most: 1000 },
  { size: '12,000 + 12,000 jets', toy: single([12_000, 12_000], usual), most: 1000 },
  { size: '3000 + 7000 jets', toy: single([3000, 7000], usual) },
  { size: '500 + 500 jets', toy: single([500, 500], small) },
  { size: '100 + 100 jets', toy: single([100, 100], small) },
  { size: '3000 + 7000 jets', toy: differences([3000, 7000], usual) },
  { size: '1000 + 1000 jets', toy: differences([1000, 1000], small) },
  { size: '100 + 100 jets', toy: differences([100, 100], small) },
  { size: '1000 + 1000 jets', toy: trainings([1000, 1000], 2) },
  { size: '1000 + 2000 jets', toy: worstCase({ ranking: [1000, 2000], diagnostic: [500, 1000] }, 2) },
];
export const kind = 'tagging';
