import type { PlatformStatus } from '@unblind/contracts';
import { Notice } from '@/ui/notice';

/** Says so when nobody is there to run a submission now. */
export function RunnerNotice({ status }: { status: PlatformStatus | null }) {
  if (!status || status.runners.some((runner) => runner.alive && runner.refusal === null)) return null;
  const refusals = status.runners.filter((runner) => runner.alive).flatMap((runner) => runner.refusal ?? []);
  return (
    <Notice tone="warn" title="No runner takes work now">
      <p>You can submit; models wait in the queue until a runner is there.</p>
      {refusals.map((refusal) => (
        <p key={refusal} className="text-muted">
          {refusal}
        </p>
      ))}
    </Notice>
  );
}
