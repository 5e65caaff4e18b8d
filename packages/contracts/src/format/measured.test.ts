import { drawnAt, inJson, MetricValue } from '../metrics';
import { measured, measuredBrief, measuredText } from './measured';

const metric = (value: number | null, low: number | null, high: number | null, name = 'auc') => ({
  name,
  value,
  low,
  high,
  method: 'test',
});

describe('a measured value as a text', () => {
  test('has both sides of its interval, or one number where they agree', () => {
    expect(measuredText(metric(0.984_512, 0.984_01, 0.985_1))).toBe('0.98451 +0.00059 −0.00050');
    expect(measuredText(metric(1298.4, 1252, 1344, 'rejection@0.3'))).toBe('1,298 ± 46');
    expect(measuredText(metric(5, 4.2, null))).toBe('5.00 −0.80');
  });
  test('has the unit that suits its size', () => expect(measuredText(metric(0.000_125, null, null, 'latency.p50'))).toBe('125.0 µs'));
  test('is a dash with its reason where it is unscored, never a zero', () => {
    expect(measuredText({ ...metric(null, null, null), note: 'one class only' })).toBe('– (one class only)');
    expect([measured(metric(null, null, null)), measuredBrief(metric(null, null, null))]).toEqual([null, '–']);
    expect(measuredText(metric(0, 0, 0))).toBe('0');
  });
  test('that is infinite has its limit, in this process and after JSON, which has no infinity', () => {
    const infinite = { ...metric(Infinity, 3041.2, null, 'rejection@0.3'), note: 'no background passes' };
    const sent: unknown = JSON.parse(JSON.stringify(inJson(infinite)));
    expect(MetricValue.parse(sent)).toMatchObject({ value: null, infinite: true, low: 3041.2 });
    for (const each of [infinite, MetricValue.parse(sent)])
      expect([measuredText(each), measuredBrief(each), drawnAt(each)]).toEqual(['∞ (above 3,040)', '∞', 3041.2]);
    expect(drawnAt(metric(null, null, null))).toBeNull();
  });
  test('in short has its uncertainty in units of the last digits', () => {
    expect(measuredBrief(metric(0.976, 0.9755, 0.9765))).toBe('0.97600(50)');
    expect(measuredBrief(metric(1298.4, 1252, 1344, 'rejection@0.3'))).toBe('1,298(46)');
    expect(measuredBrief(metric(0.976, null, null))).toBe('0.9760');
  });
});
