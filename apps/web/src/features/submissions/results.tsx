import type { ChallengeDetail, EvaluationView, MetricPart, SubmissionView } from '@unblind/contracts';
import { partNames, withheldInWords } from '@unblind/contracts';
import { Section } from '@/ui/section';
import { Notice } from '@/ui/notice';
import { BoardResults } from './board-results';
import { MetricsTable } from './metrics-table';
import { TrainingsTable } from './trainings-table';
import { VariationMatrix } from './variation-matrix';

interface Props {
  submission: SubmissionView;
  evaluation: EvaluationView;
  challenge: Pick<ChallengeDetail, 'kind' | 'metrics' | 'boards' | 'variations'> | null;
}

/** What the boards show of the entry, then its metrics, part by part. */
export function Results({ submission, evaluation, challenge }: Props) {
  const { state, metrics, boards, withheld } = evaluation;
  const { kind, boards: known = [], metrics: order = [], variations = [] } = challenge ?? { kind: 'custom' };
  if (metrics.length === 0)
    return (
      <>
        {state === 'scored' && <Notice title="Scored; the phase is blinded">It passed.</Notice>}
        <NotShown withheld={withheld} />
      </>
    );
  const parts = (['whole', 'diagnostic', 'ranking'] as const).filter((part) =>
    metrics.some((metric) => metric.part === part && order.includes(metric.name)),
  );
  return (
    <>
      <Section title="On the boards" note={parts.includes('diagnostic') ? rankingNote : undefined}>
        <BoardResults submission={submission} shown={boards} challenge={{ kind, boards: known }} />
      </Section>
      {parts.map((part) => {
        const ofPart = metrics.filter((metric) => metric.part === part);
        return (
          <Section key={part} title={titleOf(part)} note={part === 'diagnostic' ? diagnosticNote : undefined}>
            <MetricsTable kind={kind} metrics={ofPart} order={order} />
            <div className="mt-8 space-y-8 empty:hidden">
              <TrainingsTable kind={kind} metrics={ofPart} order={order} />
              <VariationMatrix kind={kind} metrics={ofPart} order={order} variations={variations} />
            </div>
          </Section>
        );
      })}
      <NotShown withheld={withheld} />
    </>
  );
}

function NotShown({ withheld }: Pick<EvaluationView, 'withheld'>) {
  return withheldInWords(withheld).map((text) => (
    <p key={text} className="mt-5 max-w-[75ch] text-sm text-muted">
      {text}
    </p>
  ));
}

const rankingNote =
  'Boards rank by the ranking part of the split. Its numbers are rounded, and appear only when they are a clear improvement.';
const diagnosticNote =
  'The other part of the split, shown at once for every entry, rounded to two digits of the error until the phase is unblinded. The numbers, tables and plots of this part rank nothing.';

function titleOf(part: MetricPart): string {
  return part === 'whole' ? 'Metrics' : `Metrics, ${partNames[part]}`;
}
