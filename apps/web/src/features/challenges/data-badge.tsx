import { FlaskConical, LockOpen } from 'lucide-react';
import type { DataSetView } from '@unblind/contracts';
import { Badge } from '@/ui/badge';

/** Marks simulated data, and data sets whose test truth is public. */
export function DataBadge({ dataSet }: { dataSet: DataSetView | null }) {
  if (dataSet?.simulated)
    return (
      <Badge title="These events come from a generator in this repository; scores on them are not comparable with published results.">
        <FlaskConical aria-hidden className="size-3.5" />
        Simulated data
      </Badge>
    );
  if (dataSet?.openTruth)
    return (
      <Badge title="The test truth of this data set is public: anyone can look up the labels.">
        <LockOpen aria-hidden className="size-3.5" />
        Public test truth
      </Badge>
    );
  return null;
}
