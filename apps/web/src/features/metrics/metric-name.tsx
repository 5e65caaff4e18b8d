import { Lowered } from './lowered';
import { describeMetric, plainMetric } from './metric-names';

/** A metric's name with its subscripts. */
export function MetricLabel({ name, short = false }: { name: string; short?: boolean }) {
  const { title, symbol } = describeMetric(name);
  return short ? (
    <span title={plainMetric(name)} className="whitespace-nowrap">
      <Lowered text={symbol} />
    </span>
  ) : (
    <Lowered text={title} />
  );
}
