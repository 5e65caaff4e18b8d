import type { EvaluationState } from '@unblind/contracts';
import { Badge } from '@/ui/badge';
import { stateWords } from './states';

export function StateBadge({ state }: { state: EvaluationState }) {
  const { word, tone } = stateWords[state];
  return <Badge tone={tone}>{word}</Badge>;
}
