import evaluation from '../../../packages/evaluation/dist/index.js';
import scoring from '../../../scoring/dist/index.js';
import { normalCdf, normalQuantile } from '../normal.mjs';
import { jets } from './tagging.mjs';

/* Events whose score is normal about 0 for background and about `distance` for signal; the mass is independent of it. */
const distance = 2;
const efficiencyAt = (at, of = distance) => normalCdf(of + normalQuantile(at));
const sicAt = (at, of = distance) => efficiencyAt(at, of) / Math.sqrt(at);
const truth = {
  auc: normalCdf(distance / Math.SQRT2),
  'sic@0.01': sicAt(0.01),
  'signal-efficiency@0.01': efficiencyAt(0.01),
  'mass-sculpting@0.1': 0,
};
/** Of a weaker detector, the largest SIC of the three cuts of dark-machines is at 0.01, where enough background passes. */
const weak = 1;
const higher = () => 'higher';
/** They are numbers of events that pass: of 200, where 18 background events set the cut. */
const counted = (name) => name.startsWith('sic') || name.startsWith('signal-efficiency');

function events(stream, signal, background, of = distance) {
  const { labels, x } = jets(stream, [signal, background], of);
  return [{ labels, mass: Float64Array.from(labels, () => 3 + stream.uniform()) }, x];
}

function single(signal, background) {
  return (stream, seed) => {
    const metrics = Object.keys(truth);
    const report = scoring.scoreAnomaly(...events(stream, signal, background), { metrics, replicates: 200, seed });
    return report.metrics.map((metric) => ({ ...metric, truth: truth[metric.name], counted: counted(metric.name) }));
  };
}

/** Two detectors, one with noise of its own, neither of which sees the mass. */
function differences(signal, background) {
  const metrics = ['sic@0.01', 'mass-sculpting@0.1'];
  return (stream, seed) => {
    const [of, x] = events(stream, signal, background);
    const [one, two] = [x, x.map((each) => each + 0.3 * stream.normal())].map((scores) =>
      scoring.scoreAnomaly(of, scores, { metrics, replicates: 200, seed }),
    );
    const weaker = distance / Math.hypot(1, 0.3);
    const truths = [sicAt(0.01) - normalCdf(weaker + normalQuantile(0.01)) / 0.1, 0];
    return metrics.map((name, i) => ({
      ...scoring.pairedDifference(one.metrics[i], two.metrics[i]),
      name: `difference of ${name}`,
      truth: truths[i],
      counted: counted(name),
    }));
  };
}

/** Maxima over cuts: the cut is chosen on a diagnostic part. What is quoted is the SIC at that cut. */
function maximum(name, apart, { ranking, diagnostic }) {
  return (stream, seed) => {
    const report = (of, more) => scoring.scoreAnomaly(...events(stream, ...of, apart), { metrics: [name], replicates: 200, seed, ...more });
    const found = evaluation.summariseRuns(
      [{ seed: 1, variation: 'nominal', report: report(diagnostic, { replicates: 0 }) }],
      null,
      higher,
    );
    const cuts = evaluation.choicesOf(found.metrics, higher, 'the diagnostic part').cuts.get('nominal');
    return report(ranking, { cuts }).metrics.map((metric) => ({ ...metric, truth: sicAt(cuts[metric.name], apart) }));
  };
}

const parts = { ranking: [600, 5400], diagnostic: [200, 1800] };
const small = { ranking: [100, 1000], diagnostic: [100, 1000] };
export const cases = [
  { size: '200 + 1800 events', toy: single(200, 1800) },
  { size: '600 + 5400 events', toy: single(600, 5400) },
  { size: '1000 + 9000 events', toy: single(1000, 9000), most: 2000 },
  { size: '100 + 1000 events', toy: single(100, 1000) },
  { size: '200 + 1800 events', toy: differences(200, 1800) },
  { size: '600 + 5400 events', toy: differences(600, 5400) },
  { size: '600 + 5400 events', toy: maximum('max-sic@1e-2', distance, parts) },
  { size: '100 + 1000 events', toy: maximum('max-sic@1e-2', distance, small) },
  { size: '600 + 5400 events', toy: maximum('dark-machines', weak, parts) },
  { size: '100 + 1000 events', toy: maximum('dark-machines', weak, small) },
];
export const kind = 'anomaly';
