import type { ReactNode } from 'react';
import type { ChallengeKind, MetricValue } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';

/** The value that the board ranks by, in large type. */
export function Headline({ kind, score, children }: { kind: ChallengeKind; score: MetricValue; children: ReactNode }) {
  return (
    <div className="mb-8">
      <p className="text-sm text-muted">
        <MetricLabel kind={kind} name={score.name} />
      </p>
      <p className="mt-1 font-title text-5xl leading-none">
        <Measured metric={score} large />
      </p>
      {children}
    </div>
  );
}
