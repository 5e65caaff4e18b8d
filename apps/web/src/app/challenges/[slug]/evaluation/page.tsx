import type { Metadata } from 'next';
import { Limits } from '@/features/challenges/limits';
import { LadderRules } from '@/features/evaluation-page/ladder-rules';
import { MetricTable } from '@/features/evaluation-page/metric-table';
import { OutputContracts } from '@/features/evaluation-page/output-contracts';
import { Markdown } from '@/features/markdown/markdown';
import { getChallenge } from '@/lib/api/queries';
import { Section } from '@/ui/section';

export const metadata: Metadata = { title: 'Evaluation' };

export default async function EvaluationPage({ params }: { params: Promise<{ slug: string }> }) {
  const challenge = await getChallenge((await params).slug);
  return (
    <>
      <Markdown text={challenge.pages.evaluation} slug={challenge.slug} />
      <Section
        title="Summary of the metrics"
        className="mt-14!"
        note="Each metric has a 68 % interval from bootstrap replicates. The replicates are the same for all submissions, so that submissions can be compared in pairs."
      >
        <MetricTable challenge={challenge} />
      </Section>
      <LadderRules challenge={challenge} />
      <Section title="Accepted outputs" note="A model's output must fit one of these.">
        <OutputContracts outputs={challenge.outputs} />
      </Section>
      <Section title="Limits of a submission" className="max-w-md">
        <Limits limits={challenge.limits} />
      </Section>
    </>
  );
}
