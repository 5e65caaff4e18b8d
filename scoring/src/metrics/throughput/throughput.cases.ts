import { expectClose, type CaseFamily } from '../../../test/compare';
import { readJson } from '../../../test/read-vectors';
import { latencyPercentile } from './early-stopping';

interface Cases {
  mlperf_early_stopping: { c: number; rows: { p: number; t: number; min_total_n: number }[] };
  latency_percentiles: { latencies: string; p: number; q: number; t: number; estimate: number }[];
}

const cases = () => readJson('lhco/cases.json') as Cases;

export const families: readonly CaseFamily[] = [
  {
    name: 'throughput: MLPerf early stopping',
    groups: ['lhco/cases.json#mlperf_early_stopping'],
    run() {
      const { c, rows } = cases().mlperf_early_stopping;
      for (const { p, t, min_total_n: queries } of rows) {
        // With one query fewer, one fewer may lie over the bound. With none over it there is no bound.
        const overlong = (count: number) => latencyPercentile(new Float64Array(count), p, c)?.overlong ?? 0;
        expectClose(overlong(queries), t, 0, `p ${p} of ${queries}`);
        expectClose(overlong(queries - 1), Math.max(0, t - 1), 0, `p ${p} of ${queries - 1}`);
      }
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
