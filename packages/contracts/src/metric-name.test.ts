import {
  derivedMetric,
  formatMetricName,
  parseMetricName,
  trainingNumber,
  trainingVariation,
  underlyingMetric,
  type MetricName,
} from './metric-name';

describe('the name of a metric', () => {
  it.each<[string, MetricName]>([
    ['auc', { derivation: null, base: 'auc', subject: null, at: null }],
    ['rejection@0.3', { derivation: null, base: 'rejection', subject: null, at: 0.3 }],
    ['max-sic@1e-3', { derivation: null, base: 'max-sic', subject: null, at: 0.001 }],
    ['rejection:Hbb@0.5', { derivation: null, base: 'rejection', subject: 'Hbb', at: 0.5 }],
    ['throughput.ratio', { derivation: null, base: 'throughput.ratio', subject: null, at: null }],
    ['worst(rejection:Hbb@0.5)', { derivation: 'worst', base: 'rejection', subject: 'Hbb', at: 0.5 }],
    ['ensemble(auc)', { derivation: 'ensemble', base: 'auc', subject: null, at: null }],
    ['spread(auc)', { derivation: 'spread', base: 'auc', subject: null, at: null }],
    ['quadrature(auc)', { derivation: 'quadrature', base: 'auc', subject: null, at: null }],
  ])('%s is taken apart, and put together again', (text, parts) => {
    expect(parseMetricName(text)).toEqual(parts);
    expect(parseMetricName(formatMetricName(parts))).toEqual(parts);
  });

  it('has no number behind its @ where there is none, or more than one', () => {
    for (const text of ['rejection@', 'rejection@high', 'rejection@0,3', 'rejection@0.3@0.5']) expect(parseMetricName(text).at).toBeNaN();
  });

  it('is its own base where it is derived by nothing that is known', () => {
    expect(parseMetricName('mean(auc)').base).toBe('mean(auc)');
    expect(underlyingMetric('mean(auc)')).toBe('mean(auc)');
  });

  it('leads back from what is derived to the metric as it was written', () => {
    for (const name of ['auc', 'max-sic@1e-3', 'rejection:Hbb@0.50']) expect(underlyingMetric(derivedMetric('worst', name))).toBe(name);
  });
});

test('the variation of a training bears its number, and no shift is taken for one', () => {
  expect([trainingVariation(3), trainingNumber('seed-3'), trainingNumber('nominal'), trainingNumber('seed-scale')]).toEqual([
    'seed-3',
    3,
    null,
    null,
  ]);
});
