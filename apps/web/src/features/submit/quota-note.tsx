import type { Quota } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';

export function QuotaNote({ quota }: { quota: Quota | undefined }) {
  if (!quota) return null;
  const { perDay, used, total, usedTotal, resetsAt } = quota;
  return (
    <span className="numeric">
      {perDay === null ? (
        'No daily limit'
      ) : (
        <>
          {left(perDay, used)} of {perDay} left today; the limit resets at <LocalTime at={resetsAt} date={false} />
        </>
      )}
      {total !== null && `; ${left(total, usedTotal)} of ${total} left in all`}.
    </span>
  );
}

const left = (limit: number, used: number): number => Math.max(0, limit - used);
