import { FlaskConical } from 'lucide-react';
import type { DataSetView } from '@unblind/contracts';
import { Badge } from '@/ui/badge';

/** Simulated data are never mistaken for the published ones. */
export function DataBadge({ dataSet }: { dataSet: DataSetView | null }) {
  if (!dataSet?.simulated) return null;
  return (
    <Badge title="Events made by a generator of this repository; scores on them do not compare with published ones.">
      <FlaskConical aria-hidden className="size-3.5" />
      Simulated data
    </Badge>
  );
}
