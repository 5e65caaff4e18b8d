import type { Metadata } from 'next';
import { EvaluationPanel } from '@/features/submissions/evaluation-panel';
import { SubmissionHeader } from '@/features/submissions/submission-header';
import { getChallenge, getEvaluation, getMe, getSubmission } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { ProblemNotice } from '@/ui/notice';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { data } = await attempt(getSubmission((await params).id));
  return { title: data?.method };
}

export default async function SubmissionPage({ params }: Props) {
  const { data: submission, problem } = await attempt(getSubmission((await params).id));
  if (problem)
    return (
      <div className="pt-12">
        <ProblemNotice problem={problem} />
      </div>
    );
  const [challenge, evaluation, me] = await Promise.all([
    attempt(getChallenge(submission.challenge)),
    attempt(getEvaluation(submission.evaluation.id)),
    getMe(),
  ]);
  const phase = challenge.data?.phases.find(({ id }) => id === submission.phase);
  return (
    <>
      <SubmissionHeader submission={submission} challenge={challenge.data?.title ?? submission.challenge} />
      {evaluation.problem ? (
        <div className="pt-10">
          <ProblemNotice problem={evaluation.problem} />
        </div>
      ) : (
        <EvaluationPanel
          submission={submission}
          initial={evaluation.data}
          phase={phase?.title ?? submission.phase}
          challenge={
            challenge.data && {
              kind: challenge.data.kind,
              metrics: challenge.data.metrics,
              boards: challenge.data.boards.filter(({ id }) => phase?.boards.includes(id)),
              variations: challenge.data.variations,
              answer: challenge.data.answer,
              parameters: challenge.data.parameters,
            }
          }
          mine={me?.handle === submission.participant.handle}
        />
      )}
    </>
  );
}
