import clsx from 'clsx';
import type { MetricValue } from '@unblind/contracts';
import { withInterval } from '@/lib/format/numbers';
import { inUnit } from './metric-units';

/** A value with its interval: 1298 with +46 and −44 stacked, or ± where they agree. Unscored is a dash with its reason. */
export function Measured({ metric, large = false }: { metric: MetricValue; large?: boolean }) {
  if (metric.value === null) return <Unscored reason={metric.note} />;
  const { unit, ...scaled } = inUnit(metric, metric.value);
  const { value, up, down, symmetric } = withInterval(scaled.value, scaled.low, scaled.high);
  return (
    <span className="numeric inline-flex items-center gap-1 whitespace-nowrap">
      <span className={large ? undefined : 'font-medium'}>{value}</span>
      {symmetric ? (
        <span className={clsx('text-muted', large ? 'text-[0.5em]' : 'text-[0.82em]')}>± {up}</span>
      ) : (
        (up !== null || down !== null) && (
          <span className={clsx('inline-flex flex-col leading-[1.15] text-muted', large ? 'text-[0.45em]' : 'text-[0.72em]')}>
            <span>{up === null ? 'no upper bound' : `+${up}`}</span>
            <span>{down === null ? 'no lower bound' : `−${down}`}</span>
          </span>
        )
      )}
      {unit && <span className={clsx('text-muted', large && 'text-[0.5em]')}>{unit}</span>}
    </span>
  );
}

/** The same in short, as papers put it in tables: 0.9760(5), the uncertainty in units of the last digits. The whole is in the title. */
export function MeasuredBrief({ metric }: { metric: MetricValue }) {
  if (metric.value === null) return <Unscored reason={metric.note} brief />;
  const { unit, low, high, ...scaled } = inUnit(metric, metric.value);
  const { value, up, down } = withInterval(scaled.value, low, high);
  const half = low === null || high === null ? null : (high - low) / 2;
  const decimals = value.split('.')[1]?.length ?? 0;
  return (
    <span className="numeric whitespace-nowrap" title={[value, up && `+${up}`, down && `−${down}`, unit].filter(Boolean).join(' ')}>
      {value}
      {half !== null && <span className="text-[0.85em] text-muted">({Math.round(half * 10 ** decimals)})</span>}
      {unit && <span className="text-muted"> {unit}</span>}
    </span>
  );
}

function Unscored({ reason, brief = false }: { reason?: string; brief?: boolean }) {
  return (
    <span title={reason}>
      <span aria-hidden>–</span>
      <span className="sr-only">not scored</span>
      {reason && !brief && <span className="ml-2 text-xs text-muted">{reason}</span>}
    </span>
  );
}
