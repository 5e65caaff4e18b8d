import type { Quota } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';

export function QuotaNote({ quota }: { quota: Quota | undefined }) {
  if (!quota) return null;
  if (quota.perDay === null) return <>No daily limit.</>;
  const left = Math.max(0, quota.perDay - quota.used);
  return (
    <span className="numeric">
      {left} of {quota.perDay} left today; the limit resets at <LocalTime at={quota.resetsAt} date={false} />.
    </span>
  );
}
