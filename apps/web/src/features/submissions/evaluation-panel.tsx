'use client';

import type { ChallengeDetail, EvaluationView, SubmissionView } from '@unblind/contracts';
import { isTerminal, partNames } from '@unblind/contracts';
import { FaultCard } from '@/features/faults/fault-card';
import { InspectionFacts } from '@/features/inspection/inspection-facts';
import { PlotFigure } from '@/features/plots/plot-figure';
import { Section } from '@/ui/section';
import { Notice } from '@/ui/notice';
import { CancelButton } from './cancel-button';
import { History } from './history';
import { Provenance } from './provenance';
import { RerunSection } from './rerun-section';
import { Results } from './results';
import { SampleLog } from './sample-log';
import { stateLabels } from './states';
import { SubmissionFacts } from './submission-header';
import { TimelineView } from './timeline-view';
import { TimingSection } from './timing-section';
import { useEvaluation } from './use-evaluation';

interface Props {
  submission: SubmissionView;
  initial: EvaluationView;
  /** The title of the phase. */
  phase: string;
  challenge: Pick<ChallengeDetail, 'kind' | 'metrics' | 'boards' | 'variations' | 'answer' | 'parameters'> | null;
  mine: boolean;
}

/** Everything about a submission's newest evaluation, updated while it runs. */
export function EvaluationPanel({ submission, initial, phase, challenge, mine }: Props) {
  const { evaluation, connected } = useEvaluation(initial);
  return (
    <div className="mt-10 grid grid-cols-1 gap-x-14 gap-y-10 lg:grid-cols-[19rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
      <Progress submission={submission} evaluation={evaluation} connected={connected} mine={mine} />
      <div className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <Outcome submission={submission} evaluation={evaluation} challenge={challenge} />
        <Records evaluation={evaluation} />
      </div>
      <aside aria-label="Submission" className="space-y-8">
        <SubmissionFacts
          submission={submission}
          phase={phase}
          form={(submission.kind === 'answer' ? challenge?.answer : challenge?.parameters) ?? {}}
        />
        <History events={evaluation.events} />
      </aside>
    </div>
  );
}

interface ProgressProps extends Pick<Props, 'submission' | 'mine'> {
  evaluation: EvaluationView;
  connected: boolean;
}

function Progress({ submission, evaluation, connected, mine }: ProgressProps) {
  const { state } = evaluation;
  const ended = isTerminal(state);
  return (
    <section aria-label="Progress">
      <p role="status" className="sr-only">
        {stateLabels[state].label}
      </p>
      <TimelineView evaluation={evaluation} kind={submission.kind} />
      {!ended && !connected && <p className="text-sm text-warn">The connection is lost; trying to reconnect.</p>}
      {mine && canCancel(evaluation) && <CancelButton submissionId={submission.id} />}
      {!ended && (
        <noscript>
          <p className="text-sm text-muted">Reload this page to see the progress.</p>
        </noscript>
      )}
    </section>
  );
}

/** In a blinded phase what has begun to run goes on to its end. */
function canCancel({ state, withheld }: EvaluationView): boolean {
  return !isTerminal(state) && (withheld.length === 0 || state !== 'running');
}

type OutcomeProps = Pick<Props, 'submission' | 'challenge'> & { evaluation: EvaluationView };

function Outcome({ submission, evaluation, challenge }: OutcomeProps) {
  const { state, fault, timing, rerun, metrics, queue, unsafe } = evaluation;
  return (
    <>
      {unsafe && (
        <div className="mb-6">
          <Notice tone="bad" title="Run without the sandbox">
            The operator of this platform has switched the sandbox off.
          </Notice>
        </div>
      )}
      {fault && <FaultCard fault={fault} />}
      {!fault && state === 'cancelled' && (
        <Notice title="Cancelled">
          {hasRun(evaluation)
            ? 'It had begun to run on the data of the phase, so it counts.'
            : 'It had not run on the data of the phase, so it does not count.'}
        </Notice>
      )}
      <Results submission={submission} evaluation={evaluation} challenge={challenge} />
      {timing && <TimingSection kind={challenge?.kind ?? 'custom'} timing={timing} metrics={metrics} queue={queue} />}
      {rerun && <RerunSection rerun={rerun} />}
    </>
  );
}

const hasRun = ({ events }: EvaluationView): boolean => events.some(({ state }) => state === 'running' || state === 'scoring');

/** The plots, and what is known of the model and of the run. */
function Records({ evaluation: { metrics, plots, events, inspection, binding, provenance } }: { evaluation: EvaluationView }) {
  return (
    <>
      {plots.length > 0 && (
        <Section title={metrics.some(({ part }) => part === 'diagnostic') ? `Plots, ${partNames.diagnostic}` : 'Plots'}>
          <div className="grid gap-5 md:grid-cols-2">
            {plots.map((plot) => (
              <PlotFigure key={plot.id} plot={plot} />
            ))}
          </div>
        </Section>
      )}
      <SampleLog events={events} />
      {inspection && (
        <Section title="The model, as inspected" note="Read from the file, without running it.">
          <InspectionFacts inspection={inspection} fixedBatch={binding?.fixedBatch} />
        </Section>
      )}
      {provenance && (
        <Section title="Provenance">
          <Provenance record={provenance} />
        </Section>
      )}
    </>
  );
}
