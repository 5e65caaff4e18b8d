import clsx from 'clsx';
import { measured, measuredText } from '@unblind/contracts';
import type { MetricValue } from '@unblind/contracts';

/** A value with its interval: 1298 with +46 and −44 stacked, or with ± if both are equal. Without a value: a dash and the reason. */
export function Measured({ metric, large = false }: { metric: MetricValue; large?: boolean }) {
  const parts = measured(metric);
  if (!parts) return <Unscored reason={metric.note} />;
  const { value, up, down, symmetric, unit, above } = parts;
  return (
    <span className="numeric inline-flex items-center gap-1 whitespace-nowrap">
      <span className={large ? undefined : 'font-medium'}>{value}</span>
      {above !== null && <span className={clsx('text-muted', large ? 'text-[0.4em]' : 'text-[0.82em]')}>above {above}</span>}
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

/** The short form used in papers: 0.9760(5), with the uncertainty in units of the last digits. The tooltip has the full form. */
export function MeasuredBrief({ metric }: { metric: MetricValue }) {
  const parts = measured(metric);
  if (!parts) return <Unscored reason={metric.note} brief />;
  const { value, inLastDigits, unit } = parts;
  return (
    <span className="numeric whitespace-nowrap" title={measuredText(metric)}>
      {value}
      {inLastDigits !== null && <span className="text-[0.85em] text-muted">({inLastDigits})</span>}
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
