import { expectClose, type CaseFamily } from '../../../test/compare';
import { readJson } from '../../../test/read-vectors';
import { latencyPercentile, queriesUnderBound } from './early-stopping';

interface Cases {
  mlperf_early_stopping: { c: number; rows: { p: number; t: number; min_h: number }[] };
  latency_percentiles: { latencies: string; p: number; q: number; t: number; estimate: number }[];
}

const cases = () => readJson<Cases>('lhco/cases.json');

export const families: readonly CaseFamily[] = [
  {
    name: 'throughput: MLPerf early stopping',
    groups: ['lhco/cases.json#mlperf_early_stopping'],
    run() {
      const { c, rows } = cases().mlperf_early_stopping;
      for (const { p, t, min_h } of rows) expectClose(queriesUnderBound(p, t, c), min_h, 0, `p ${p}, t ${t}`);
      return rows.length;
    },
  },
  {
    name: 'throughput: latency percentiles',
    groups: ['lhco/cases.json#latency_percentiles'],
    run() {
      const all = Float64Array.from({ length: 1000 }, (_, i) => Math.round(1000 + ((i * 7919) % 1000)) / 1000);
      const { latency_percentiles } = cases();
      for (const { p, q, t, estimate } of latency_percentiles) {
        const bound = latencyPercentile(all.subarray(0, q), p);
        expectClose(bound?.overlong ?? NaN, t, 0, `p ${p} of ${q}: t`);
        expectClose(bound?.estimate ?? NaN, estimate, 0, `p ${p} of ${q}: latency`);
      }
      return latency_percentiles.length;
    },
  },
];
