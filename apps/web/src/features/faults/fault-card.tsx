import clsx from 'clsx';
import { CircleAlert, ServerCrash } from 'lucide-react';
import { formatBytes, formatCount, formatDuration } from '@unblind/contracts';
import type { FaultDetail, InspectionIssue } from '@unblind/contracts';

type Fault = InspectionIssue & Partial<Pick<FaultDetail, 'whose' | 'limit' | 'reference'>>;

/** What was expected, what came and how to fix it; for a limit, by how much it was exceeded. */
export function FaultCard({ fault }: { fault: Fault }) {
  const platform = fault.whose === 'platform';
  const Icon = platform ? ServerCrash : CircleAlert;
  return (
    <div role="alert" className={clsx('rounded-xl border bg-surface p-5 text-sm sm:p-6', platform ? 'border-warn/45' : 'border-bad/35')}>
      <p className={clsx('flex flex-wrap items-center gap-x-2.5 gap-y-1', platform ? 'text-warn' : 'text-bad')}>
        <Icon aria-hidden className="size-4" />
        <span className="font-semibold">{platform ? 'A problem of the platform, not of your file' : 'Problem in your file'}</span>
        <code className="font-mono text-xs">{fault.code}</code>
      </p>
      <p className="mt-3 text-base break-words">{fault.message}</p>
      {fault.limit && <LimitBar limit={fault.limit} />}
      <dl className="mt-4 grid gap-x-6 gap-y-3 sm:grid-cols-[max-content_1fr]">
        <Line term="About" text={fault.subject} code />
        <Line term="Expected" text={fault.expected} />
        <Line term="Got" text={fault.got} />
        <Line term={platform ? 'What to do' : 'How to fix it'} text={fault.fix} strong />
        <Line term="Reference" text={fault.reference} code />
      </dl>
    </div>
  );
}

function Line({ term, text, code = false, strong = false }: { term: string; text?: string; code?: boolean; strong?: boolean }) {
  if (!text) return null;
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className={`-mt-2 min-w-0 break-words sm:mt-0 ${strong ? 'font-medium' : ''}`}>
        {code ? <code className="font-mono text-[0.9em]">{text}</code> : text}
      </dd>
    </>
  );
}

function LimitBar({ limit: { name, limit, peak, unit } }: { limit: NonNullable<FaultDetail['limit']> }) {
  const print = (value: number): string => inUnit(value, unit);
  const scale = Math.max(limit, peak ?? limit);
  return (
    <div className="numeric mt-4">
      <div className="relative h-2 rounded-full bg-sunken ring-1 ring-line">
        <div className="h-full rounded-full bg-bad" style={{ width: `${((peak ?? limit) / scale) * 100}%` }} />
        <div className="absolute -inset-y-1 w-0.5 bg-ink" style={{ left: `calc(${(limit / scale) * 100}% - 1px)` }} />
      </div>
      <p className="mt-2 text-muted">
        {name}: limit {print(limit)}
        {peak !== null && <>, peak {print(peak)}</>}
      </p>
    </div>
  );
}

function inUnit(value: number, unit: string): string {
  if (unit === 'bytes' || unit === 'B') return formatBytes(value);
  if (unit === 's' || unit === 'seconds') return formatDuration(value);
  return `${formatCount(value)} ${unit}`;
}
