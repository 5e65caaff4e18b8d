import type { PlatformStatus } from '@unblind/contracts';
import { Notice } from '@/ui/notice';

/** Warns if no runner can take a submission now. */
export function RunnerNotice({ status }: { status: PlatformStatus | null }) {
  if (!status || status.runners.some((runner) => runner.alive && runner.refusal === null)) return null;
  const refusals = status.runners.filter((runner) => runner.alive).flatMap((runner) => runner.refusal ?? []);
  return (
    <Notice tone="warn" title="No runner is available now">
      <p>You can submit; models wait in the queue until a runner is available.</p>
      {refusals.map((refusal) => (
        <p key={refusal} className="text-muted">
          {refusal}
        </p>
      ))}
    </Notice>
  );
}
