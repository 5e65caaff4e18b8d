import type { EvaluationState } from '@unblind/contracts';
import { Badge } from '@/ui/badge';
import { stateLabels } from './states';

export function StateBadge({ state }: { state: EvaluationState }) {
  const { label, tone } = stateLabels[state];
  return <Badge tone={tone}>{label}</Badge>;
}
