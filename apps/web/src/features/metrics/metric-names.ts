/** How a metric is called for humans. In `symbol` and `title`, `_X` lowers X: 'ε_S'. */
export interface MetricName {
  title: string;
  symbol: string;
  meaning: string;
}

const known: Record<string, MetricName> = {
  auc: {
    title: 'Area under the ROC curve',
    symbol: 'AUC',
    meaning: 'The chance that a random signal sample scores above a random background one.',
  },
  accuracy: { title: 'Accuracy', symbol: 'Accuracy', meaning: 'The share that a cut at score 0.5 gets right.' },
  ece: {
    title: 'Expected calibration error',
    symbol: 'ECE',
    meaning: 'How far scores are from the frequencies they claim to be, averaged over bins of the score; less is better.',
  },
  'ece-confidence': {
    title: 'Expected calibration error of the confidence',
    symbol: 'ECE_c',
    meaning: 'How far the confidence is from the accuracy, averaged over bins of the confidence; less is better.',
  },
  brier: { title: 'Brier score', symbol: 'Brier', meaning: 'The mean squared distance of score and label; less is better.' },
  disco: { title: 'Distance correlation of score and mass', symbol: 'DisCo', meaning: 'Zero when score and mass are independent.' },
  ams: {
    title: 'Approximate median significance',
    symbol: 'AMS',
    meaning: 'The significance, in standard deviations, that a counting experiment in the selected region would expect.',
  },
  ams_best: {
    title: 'Largest AMS over all cuts',
    symbol: 'best AMS',
    meaning: 'The cut is chosen on the scored events, so the value is biased upwards.',
  },
  'max-sic': {
    title: 'Largest significance improvement',
    symbol: 'max SIC',
    meaning: 'The best factor by which a cut on the score improves S/√B, above a floor on the background.',
  },
  bits: {
    title: 'Bits won by the answer',
    symbol: 'Bits',
    meaning: 'Log probability given to the truth, above an answer that says nothing.',
  },
  'discovery-bits': {
    title: 'Bits of the claim',
    symbol: 'Claim',
    meaning: 'The part of the score for saying whether there is a signal; a false discovery costs.',
  },
  quantile_score: {
    title: 'Quantile score',
    symbol: 'Score',
    meaning: 'Rewards narrow intervals and charges for coverage far from 68.27 %.',
  },
  width_term: { title: 'Score before the penalty', symbol: 'Width term', meaning: 'What the width alone would score.' },
  coverage_penalty: {
    title: 'Penalty for the coverage',
    symbol: 'Penalty',
    meaning: 'What the score loses to its coverage; 0 within the band.',
  },
  coverage: {
    title: 'Coverage',
    symbol: 'Coverage',
    meaning: 'The share of intervals that hold the true signal strength; 0.6827 is claimed.',
  },
  interval_width: { title: 'Mean interval width', symbol: 'Width', meaning: 'Narrower is better, as long as it covers.' },
  bias: { title: 'Bias', symbol: 'Bias', meaning: 'How far estimates lie above the truth on average.' },
  rmse: {
    title: 'Error of estimate and uncertainty, squared',
    symbol: 'RMSE',
    meaning: 'FAIR Universe’s: it asks that the uncertainty tells the error.',
  },
  mae: {
    title: 'Error of estimate and uncertainty, absolute',
    symbol: 'MAE',
    meaning: 'FAIR Universe’s: it asks that the uncertainty tells the error.',
  },
  pull_mean: { title: 'Mean of the pulls', symbol: 'Pull mean', meaning: '0 for an unbiased method.' },
  pull_width: { title: 'Width of the pulls', symbol: 'Pull width', meaning: '1 for honest uncertainties; above, they are too small.' },
  edge_uniformity: {
    title: 'Intervals near the ends of the range',
    symbol: 'Edge p',
    meaning: 'Chance that they lie about the truth as elsewhere; below 0.001 a method is flagged as clipping its intervals.',
  },
  trackml_score: {
    title: 'TrackML score',
    symbol: 'Score',
    meaning: 'The weight of the hits that tracks share with the particles that they match; 1 for a perfect answer.',
  },
  double_majority_efficiency: {
    title: 'Particles found',
    symbol: 'Found',
    meaning: 'Particles with a track: more than half of its hits, and more than half of theirs, are common.',
  },
  double_majority_fake_rate: { title: 'Tracks of nobody', symbol: 'Fakes', meaning: 'Tracks that match no particle so.' },
  double_majority_duplicate_rate: {
    title: 'Tracks twice',
    symbol: 'Twice',
    meaning: 'Tracks of a particle that another track has found already.',
  },
  perfect_efficiency: { title: 'Particles found whole', symbol: 'Whole', meaning: 'The track has all hits of the particle and no other.' },
  lhc_efficiency: {
    title: 'Particles found, LHC matching',
    symbol: 'Found (LHC)',
    meaning: 'A track matches where more than 75 % of its hits are of the particle.',
  },
  lhc_fake_rate: { title: 'Tracks of nobody, LHC matching', symbol: 'Fakes (LHC)', meaning: 'Tracks that match no particle so.' },
  'throughput.ratio': {
    title: 'Throughput relative to the reference model',
    symbol: 'Throughput ratio',
    meaning: 'Samples per second, divided by those of a fixed reference model in the same job.',
  },
  'throughput.rate': {
    title: 'Throughput, per second',
    symbol: 'Per second',
    meaning: 'Samples (or events) per second with the best of the batch sizes that were tried.',
  },
  'latency.ratio': {
    title: 'Speed of single queries relative to the reference model',
    symbol: 'Single-query ratio',
    meaning: 'Queries per second one after another, divided by those of a fixed reference model in the same job.',
  },
  'latency.p50': { title: 'Median latency', symbol: 'p50', meaning: 'Of single queries, one after another.' },
  'latency.p90': { title: '90th percentile of the latency', symbol: 'p90', meaning: 'Nine of ten queries are faster.' },
  'latency.p99': { title: '99th percentile of the latency', symbol: 'p99', meaning: 'All but one of a hundred queries are faster.' },
  'load.seconds': { title: 'Cold load', symbol: 'Load', meaning: 'Reading the file, checking and optimising the graph.' },
  'first.seconds': { title: 'First inference', symbol: 'First', meaning: 'The first query after the load.' },
  'memory.bytes': { title: 'Peak memory', symbol: 'Memory', meaning: 'What the model added to the process at most.' },
  seconds_per_event: {
    title: 'Time per event',
    symbol: 'Time/event',
    meaning: 'Mean time of the model on one event; graph and labels are made by the platform.',
  },
  parameters: { title: 'Parameters', symbol: 'Parameters', meaning: 'Numbers in the file that training has set.' },
  flops: {
    title: 'Floating-point operations per sample',
    symbol: 'FLOPs',
    meaning: 'Counted from the shapes of the graph, not measured.',
  },
  model_bytes: { title: 'Size of the file', symbol: 'File', meaning: 'Of the ONNX file.' },
  throughput_score: {
    title: 'TrackML throughput score',
    symbol: 'Throughput score',
    meaning: '√(ln(1 + 600 s / t) (a − 0.5)²) of the accuracy a and the time t per event; 0 below an accuracy of 0.5.',
  },
};

const families: Record<string, (at: string) => MetricName> = {
  'max-sic': (at) => ({
    title: `Largest significance improvement, ε_B > ${Number(at)}`,
    symbol: `max SIC (ε_B > ${Number(at)})`,
    meaning: 'The best factor by which a cut on the score improves S/√B, above that floor on the background.',
  }),
  sic: (at) => ({
    title: `Significance improvement at ε_B = ${at}`,
    symbol: `SIC (ε_B = ${at})`,
    meaning: `The factor by which a cut that keeps ${percent(at)} of the background improves S/√B.`,
  }),
  rejection: (at) => ({
    title: `Background rejection at ε_S\u00a0=\u00a0${at}`,
    symbol: `1/ε_B (ε_S\u00a0=\u00a0${at})`,
    meaning: `How many background samples it takes for one to pass as signal, where the cut keeps ${percent(at)} of the signal.`,
  }),
  'signal-efficiency': (at) => ({
    title: `Signal efficiency at ε_B\u00a0=\u00a0${at}`,
    symbol: `ε_S (ε_B\u00a0=\u00a0${at})`,
    meaning: `The share of the signal kept where the cut keeps ${percent(at)} of the background.`,
  }),
  'mass-sculpting': (at) => ({
    title: `Mass sculpting at ε_S\u00a0=\u00a0${at}`,
    symbol: `JSD (ε_S\u00a0=\u00a0${at})`,
    meaning: 'How much the cut changes the mass distribution of the background that passes it.',
  }),
};

export function describeMetric(name: string): MetricName {
  const worst = /^worst\((.+)\)$/.exec(name)?.[1];
  if (worst) {
    const inner = describeMetric(worst);
    return {
      title: `Worst case of: ${inner.title}`,
      symbol: `worst ${inner.symbol}`,
      meaning: 'The worst value over the systematic variations.',
    };
  }
  const pull = /^pull-(.+)$/.exec(name)?.[1];
  if (pull)
    return {
      title: `Pull of ${pull}`,
      symbol: `Pull ${pull}`,
      meaning: 'Distance of answer and truth, in the answer’s own uncertainties.',
    };
  const [family = name, at] = name.split('@');
  return known[name] ?? (at ? families[family]?.(at) : undefined) ?? { title: name, symbol: name, meaning: '' };
}

/** The same without typesetting, for titles, options and files. */
export function plainMetric(name: string): string {
  return describeMetric(name).title.replace(/_(\w)/g, '$1');
}

function percent(share: string): string {
  return `${Number((Number(share) * 100).toPrecision(6))} %`;
}
