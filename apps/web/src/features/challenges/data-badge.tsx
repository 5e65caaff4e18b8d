import { FlaskConical, LockOpen } from 'lucide-react';
import type { DataSetView } from '@unblind/contracts';
import { Badge } from '@/ui/badge';

/** Simulated data are never mistaken for the published ones, nor an open-book board for a blind one. */
export function DataBadge({ dataSet }: { dataSet: DataSetView | null }) {
  if (dataSet?.simulated)
    return (
      <Badge title="Events made by a generator of this repository; scores on them do not compare with published ones.">
        <FlaskConical aria-hidden className="size-3.5" />
        Simulated data
      </Badge>
    );
  if (dataSet?.openTruth)
    return (
      <Badge title="The test truth of this data set is public: anybody can look the labels up.">
        <LockOpen aria-hidden className="size-3.5" />
        Public test truth
      </Badge>
    );
  return null;
}
