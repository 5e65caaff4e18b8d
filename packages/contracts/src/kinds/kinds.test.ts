import { parseMetricName, underlyingMetric } from '../metric-name';
import { describeMetric, orderText, plainText, unitOf } from './describe-metric';
import { findMetric, knownMetrics, orderOfMetric, problemOfMetric } from './find-metric';
import { ChallengeKind, declarationOf, staticMetrics } from './index';

describe('the catalogue', () => {
  it.each(ChallengeKind.options)('of %s describes every name that it lists, and each name once', (kind) => {
    const names = [...knownMetrics(kind), ...Object.keys(declarationOf(kind).timed), ...Object.keys(staticMetrics)];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      const { title, symbol, meaning, order } = describeMetric(kind, name);
      expect({ name, placeholders: /[{}]|null|NaN/.test(title + symbol + meaning) }).toEqual({ name, placeholders: false });
      expect({ name, said: title !== name && symbol !== '' && meaning.endsWith('.') }).toEqual({ name, said: true });
      expect(order).not.toBeNull();
    }
  });

  it('has examples that are valid, and best values inside the range', () => {
    for (const kind of ChallengeKind.options) {
      for (const { example } of Object.values(declarationOf(kind).families)) expect(problemOfMetric(kind, example)).toBeNull();
      for (const { range, order } of Object.values(declarationOf(kind).metrics)) {
        expect(range[0]).toBeLessThan(range[1]);
        if (typeof order === 'object') expect(order.closestTo).toBe(Math.min(range[1], Math.max(range[0], order.closestTo)));
      }
    }
  });

  it('keeps every metric of a name in one unit, whatever the kind', () => {
    for (const kind of ChallengeKind.options)
      for (const name of knownMetrics(kind)) expect(describeMetric(kind, name).unit).toBe(unitOf(name));
    expect(['latency.p50', 'model_bytes', 'throughput.rate', 'seconds_per_event', 'auc'].map(unitOf)).toEqual(['s', 'B', '1/s', 's', null]);
  });
});

describe('a metric by its name', () => {
  it('is called by its parameter and its subject', () => {
    expect(describeMetric('tagging', 'rejection@0.3')).toMatchObject({
      title: 'Background rejection at ε_S\u00a0=\u00a00.3',
      meaning: expect.stringContaining('keeps 30 % of the signal'),
    });
    expect(describeMetric('anomaly', 'max-sic@1e-3').symbol).toBe('max SIC (ε_B > 0.001)');
    expect(describeMetric('classification', 'rejection:Hbb@0.99').meaning).toContain('keeps 99 % of Hbb');
    expect(describeMetric('anomaly', 'pull-mass').title).toBe('Pull of mass');
  });

  it('means what its kind says: sculpting is at a signal efficiency for taggers, at a background efficiency in searches', () => {
    expect(plainText(describeMetric('tagging', 'mass-sculpting@0.5').symbol)).toBe('JSD (εS\u00a0=\u00a00.5)');
    expect(plainText(describeMetric('anomaly', 'mass-sculpting@0.01').symbol)).toBe('JSD (εB\u00a0=\u00a00.01)');
  });

  it('is its own title where nobody declared it', () => {
    expect(describeMetric('custom', 'agreement')).toEqual({
      title: 'agreement',
      symbol: 'agreement',
      meaning: '',
      unit: null,
      order: null,
    });
  });

  it('is better one way, and what is derived from it too', () => {
    const orders = ['auc', 'worst(auc)', 'ensemble(ece)', 'spread(auc)', 'quadrature(auc)', 'agreement'].map((name) =>
      orderOfMetric('tagging', name),
    );
    expect(orders).toEqual(['higher', 'higher', 'lower', 'lower', 'lower', null]);
    expect(orderOfMetric('interval-estimation', 'worst(coverage)')).toEqual({ closestTo: 0.6827 });
    expect(orderText({ closestTo: 1 })).toBe('best at 1');
  });

  it.each([
    ['tagging', 'rejectoin@0.7', "'rejectoin@0.7' is no metric of kind 'tagging'", 'rejection@0.7'],
    ['tagging', 'rejection', "'rejection' needs a signal efficiency, as in 'rejection@0.3'", 'rejection@0.3'],
    ['tagging', 'rejection@1.3', "'rejection@1.3' needs a signal efficiency above 0 and at most 1", 'rejection@0.3'],
    ['tagging', 'auc@0.3', "'auc@0.3' is no metric of kind 'tagging'", 'auc'],
    ['anomaly', 'sic@1', "'sic@1' needs a background efficiency above 0 and below 1", 'sic@0.01'],
    ['anomaly', 'pull-mas', "'pull-mas' is no metric of this challenge, which has no quantity 'mas' for it", 'pull-mass'],
    [
      'classification',
      'rejection:Hbbb@0.5',
      "'rejection:Hbbb@0.5' is no metric of this challenge, which has no class 'Hbbb' for it",
      'rejection:Hbb@0.5',
    ],
    ['classification', 'rejection@0.5', "'rejection@0.5' needs a class, as in 'rejection:Hbb@0.5'", 'rejection:Hbb@0.5'],
    ['tagging', 'throughput.ratio', "'throughput.ratio' is no metric of kind 'tagging'; metrics are", null],
    ['tagging', 'toString', "'toString' is no metric of kind 'tagging'", null],
  ] as const)('of %s, %s is refused', (kind, name, message, suggestion) => {
    const problem = problemOfMetric(kind, name, { class: ['Hbb', 'Tbqq'], quantity: ['mass'] });
    expect(problem?.message).toContain(message);
    expect(problem?.suggestion ?? null).toBe(suggestion);
  });

  it('is found with its parts, by which a scorer computes it', () => {
    expect(findMetric('classification', 'rejection:Hbb@0.5')).toMatchObject({ family: 'rejection', subject: 'Hbb', at: 0.5 });
    expect(findMetric('tagging', 'rejection@0')).toBeNull();
    expect(findMetric('anomaly', 'max-sic@0')).toMatchObject({ family: 'max-sic', at: 0 });
    expect(parseMetricName(underlyingMetric('worst(sic@0.01)')).at).toBe(0.01);
  });
});
