import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../../refusal';
import { latencyPercentile } from './early-stopping';

const stream = namedStream('latencies');
const latencies = Float64Array.from({ length: 5000 }, () => -Math.log(stream.uniform()));

describe('the bound of a latency percentile', () => {
  it('needs 64 queries for p90 and 662 for p99', () => {
    expect(latencyPercentile(latencies.subarray(0, 63), 0.9)).toBeNull();
    expect(latencyPercentile(latencies.subarray(0, 64), 0.9)).not.toBeNull();
    expect(latencyPercentile(latencies.subarray(0, 661), 0.99)).toBeNull();
    expect(latencyPercentile(latencies.subarray(0, 662), 0.99)).not.toBeNull();
    expect(latencyPercentile(new Float64Array(0), 0.9)).toBeNull();
  });

  it('lies above the true percentile in 99 % of runs', () => {
    const truth = -Math.log(0.1);
    let above = 0;
    for (let run = 0; run < 500; run++) {
      const sample = Float64Array.from({ length: 200 }, () => -Math.log(stream.uniform()));
      if (latencyPercentile(sample, 0.9)!.estimate >= truth) above++;
    }
    // At least 99 % of 500; three standard deviations of 2.2 below that.
    expect(above).toBeGreaterThanOrEqual(488);
  });

  it('does not depend on the order of the queries', () => {
    expect(latencyPercentile(latencies.slice().reverse(), 0.9)).toEqual(latencyPercentile(latencies, 0.9));
  });

  it('refuses a latency that is no number', () => {
    const act = () => latencyPercentile(latencies.slice().fill(NaN, 4, 5), 0.9);
    expect(act).toThrow(ScoringRefusal);
    expect(act).toThrow('Latency 4 is NaN.');
  });
});
