import { dependsOnTruth, diagnosticMetrics, rankedMetrics } from './feedback';

const by = (...names: string[]) => names.map((name) => ({ by: name }));

describe('what depends on the truth', () => {
  it('is every metric but times and costs, and a time that has the quality in it', () => {
    expect(dependsOnTruth('tagging', 'worst(rejection@0.3)')).toBe(true);
    expect(dependsOnTruth('custom', 'agreement')).toBe(true);
    expect(dependsOnTruth('tracking', 'throughput_score')).toBe(true);
    expect(dependsOnTruth('tracking', 'seconds_per_event')).toBe(false);
    expect(dependsOnTruth('tagging', 'throughput.ratio')).toBe(false);
  });
});

describe('the metrics of a part', () => {
  it('that ranks are those of its boards, each once', () => {
    const boards = by('rejection@0.3', 'worst(rejection@0.3)', 'auc', 'throughput.ratio');
    expect(rankedMetrics('tagging', boards, 'nominal')).toEqual(['rejection@0.3', 'auc']);
    expect(rankedMetrics('tracking', by('throughput_score'), 'nominal')).toEqual(['trackml_score']);
  });

  it('that ranks are, under a shift, those whose worst case ranks', () => {
    expect(rankedMetrics('tagging', by('auc', 'worst(rejection@0.3)', 'ensemble(auc)'), 'pile-up')).toEqual(['rejection@0.3']);
    expect(rankedMetrics('tagging', by('auc'), 'pile-up')).toEqual([]);
  });

  it('that is shown leave out what depends on the number of experiments', () => {
    const metrics = ['quantile_score', 'coverage', 'interval_width', 'coverage_penalty', 'width_term'];
    expect(diagnosticMetrics('interval-estimation', metrics)).toEqual(['coverage', 'interval_width']);
    expect(diagnosticMetrics('custom', ['agreement'])).toEqual(['agreement']);
  });
});
