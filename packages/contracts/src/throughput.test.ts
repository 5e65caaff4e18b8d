import { parseGate } from './gate';
import { isBoundToMachine, timedMetricsOf } from './throughput';

describe('a gate', () => {
  it.each([
    ['auc >= 0.9', 0.9, true],
    ['auc >= 0.9', 0.89, false],
    ['auc >= 0.9', null, false],
    ['ece<=1e-2', 0.01, true],
    ['ece<=1e-2', 0.02, false],
  ])('%s lets %s pass: %s', (text, value, passes) => {
    expect(parseGate(text)?.passes(value)).toBe(passes);
  });

  it('names a metric and a bound, and nothing else is one', () => {
    expect(parseGate('rejection@0.3 >= 50')?.metric).toBe('rejection@0.3');
    for (const text of ['auc', 'auc > 0.9', 'auc >= high', '']) expect(parseGate(text)).toBeNull();
  });
});

test('a ratio compares across machines, a time does not', () => {
  const bound = timedMetricsOf('tracking').filter(isBoundToMachine);
  expect(bound).toEqual(expect.arrayContaining(['throughput.rate', 'latency.p99', 'seconds_per_event', 'throughput_score']));
  expect(isBoundToMachine('throughput.ratio')).toBe(false);
  expect(isBoundToMachine('auc')).toBe(false);
  expect(timedMetricsOf('tagging')).not.toContain('throughput_score');
});
