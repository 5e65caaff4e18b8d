import type { MetricValue } from '@unblind/contracts';
import type { IntervalScale } from './interval-scale';

const middle = 22; // the height of the row's first line

/** One row of a forest plot: the value, its interval, and behind them the interval of the leading row. */
export function IntervalBar({ metric, leader, scale }: { metric: MetricValue; leader: MetricValue | null; scale: IntervalScale }) {
  const at = (value: number): string => `${(scale.position(value) * 100).toFixed(2)}%`;
  const { value, low, high } = metric;
  if (value === null) return null;
  const [left, right] = [at(low ?? value), at(high ?? value)];
  return (
    <svg aria-hidden className="absolute inset-0 size-full" fill="none">
      {leader && leader.low !== null && leader.high !== null && (
        <rect
          x={at(leader.low)}
          width={`${((scale.position(leader.high) - scale.position(leader.low)) * 100).toFixed(2)}%`}
          height="100%"
          className="fill-accent/10"
        />
      )}
      <g className="stroke-accent" strokeWidth="1.75" strokeLinecap="round">
        <line x1={left} x2={right} y1={middle} y2={middle} />
        {[left, right].map((x, side) => (
          <line key={side} x1={x} x2={x} y1={middle - 4} y2={middle + 4} />
        ))}
      </g>
      <circle cx={at(value)} cy={middle} r="3.5" className="fill-accent" />
    </svg>
  );
}
