import { drawnAt, isInfinite } from '@unblind/contracts';
import type { MetricValue } from '@unblind/contracts';
import type { IntervalScale } from './interval-scale';

const middle = 22; // the height of the row's first line

/** One row of a forest plot: the value, its interval, and behind them that of the leading row. An infinite value is open to the right. */
export function IntervalBar({ metric, leader, scale }: { metric: MetricValue; leader: MetricValue | null; scale: IntervalScale }) {
  const at = (value: number): string => percent(scale.position(value));
  const { low, high } = metric;
  const value = drawnAt(metric);
  if (value === null) return null;
  const isOpen = isInfinite(metric);
  const [left, right] = [at(low ?? value), isOpen ? '100%' : at(high ?? value)];
  return (
    <svg aria-hidden className="absolute inset-0 size-full" fill="none">
      {leader && <LeaderBand leader={leader} scale={scale} />}
      <g className="stroke-accent" strokeWidth="1.75" strokeLinecap="round">
        <line x1={left} x2={right} y1={middle} y2={middle} />
        {(isOpen ? [left] : [left, right]).map((x, side) => (
          <line key={side} x1={x} x2={x} y1={middle - 4} y2={middle + 4} />
        ))}
      </g>
      {!isOpen && <circle cx={at(value)} cy={middle} r="3.5" className="fill-accent" />}
    </svg>
  );
}

function LeaderBand({ leader: { low, high }, scale }: { leader: MetricValue; scale: IntervalScale }) {
  if (low === null || high === null) return null;
  const left = scale.position(low);
  return <rect x={percent(left)} width={percent(scale.position(high) - left)} height="100%" className="fill-accent/10" />;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
