import clsx from 'clsx';
import type { ChallengeKind, MetricValue } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { PartName } from '@/features/metrics/part-name';

/** A value that a board ranks by; that of the first board in large type. */
export function Headline({ kind, score, large }: { kind: ChallengeKind; score: MetricValue; large: boolean }) {
  return (
    <>
      <p className="text-sm text-muted">
        <MetricLabel kind={kind} name={score.name} />
        <PartName part={score.part} />
      </p>
      <p className={clsx('mt-1 font-title leading-none', large ? 'text-5xl' : 'text-2xl')}>
        <Measured metric={score} large />
      </p>
    </>
  );
}
