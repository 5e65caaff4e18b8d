import type { Metadata } from 'next';
import { chooseBoard } from '@/features/boards/board-query';
import type { SearchParams } from '@/features/boards/board-query';
import { ChooseEntries } from '@/features/compare/choose-entries';
import { comparedIds } from '@/features/compare/compare-query';
import { ComparedDifferences } from '@/features/compare/compared-differences';
import { ComparedMetrics } from '@/features/compare/compared-metrics';
import { ComparedPlots } from '@/features/compare/compared-plots';
import { entryNames } from '@/features/compare/entry-names';
import { getBoard, getChallenge, getDifferences, getEvaluation, getSubmission } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { Empty } from '@/ui/empty';
import { ProblemNotice } from '@/ui/notice';

export const metadata: Metadata = { title: 'Compare' };

export default async function ComparePage({ params, searchParams }: { params: Promise<{ slug: string }>; searchParams: SearchParams }) {
  const challenge = await getChallenge((await params).slug);
  const { board, phase } = await chooseBoard(challenge, searchParams);
  const asked = comparedIds(await searchParams);
  const { data: view, problem } = await attempt(getBoard(challenge.slug, board, new URLSearchParams({ phase, show: 'all', limit: '60' })));
  if (problem) return <ProblemNotice problem={problem} />;
  const chosen = asked.length > 0 ? asked : view.rows.slice(0, 2).map(({ submissionId }) => submissionId);
  const loaded = await Promise.all(
    chosen.map((id) =>
      attempt(getSubmission(id).then(async (submission) => ({ submission, evaluation: await getEvaluation(submission.evaluation.id) }))),
    ),
  );
  const compared = loaded.flatMap(({ data }) => data ?? []);
  const [first, ...others] = compared;
  const [firstName = '', ...otherNames] = entryNames(compared);
  const differences = await Promise.all(others.map(({ evaluation }) => attempt(getDifferences(evaluation.id, first?.evaluation.id ?? ''))));
  const metrics = challenge.phases.find(({ id }) => id === phase)?.metrics ?? challenge.metrics;
  return (
    <>
      {view.rows.length > 0 && <ChooseEntries rows={view.rows} chosen={chosen} phase={phase} />}
      {[...loaded, ...differences].map(({ problem: refused }, at) => refused && <ProblemNotice key={at} problem={refused} />)}
      {compared.length === 0 ? (
        <Empty title="Nothing to compare yet">Once the board has scored entries, you can compare them side by side here.</Empty>
      ) : (
        <div className="mt-10">
          <ComparedMetrics kind={challenge.kind} compared={compared} metrics={metrics} />
          <ComparedDifferences
            kind={challenge.kind}
            first={firstName}
            others={differences.map(({ data }, at) => ({ name: otherNames[at] ?? '', metrics: data?.metrics ?? [] }))}
            metrics={metrics}
          />
          <ComparedPlots compared={compared} />
        </div>
      )}
    </>
  );
}
