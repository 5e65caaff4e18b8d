import { unitOf } from '../kinds/describe-metric';
import { inUnit } from './units';

describe('a metric with a unit', () => {
  it('is on the axis of a plot in the unit that it is stored in', () => {
    expect(['latency.p50', 'model_bytes', 'auc'].map(unitOf)).toEqual(['s', 'B', null]);
  });

  it('is told in the largest unit that leaves at least 1 before the point, its interval in the same', () => {
    const latency = inUnit({ name: 'latency.p50', low: 0.0000625, high: 0.00125 }, 0.000125);
    expect(latency).toEqual({ value: expect.closeTo(125), low: expect.closeTo(62.5), high: expect.closeTo(1250), unit: 'µs' });
    expect(inUnit({ name: 'load.seconds', low: null, high: null }, 1)).toEqual({ value: 1, low: null, high: null, unit: 's' });
    expect(inUnit({ name: 'memory.bytes', low: null, high: null }, 3 * 1024 ** 2).unit).toBe('MiB');
    expect(inUnit({ name: 'memory.bytes', low: null, high: null }, 0)).toMatchObject({ value: 0, unit: 'B' });
  });

  it('is a plain number where its name says all', () => {
    expect(inUnit({ name: 'auc', low: 0.96, high: 0.98 }, 0.97)).toEqual({ value: 0.97, low: 0.96, high: 0.98, unit: null });
  });
});
