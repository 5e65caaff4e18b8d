import type { Metadata } from 'next';
import { BoardControls } from '@/features/boards/board-controls';
import { BoardPage } from '@/features/boards/board-page';
import { boardQuery, chooseBoard } from '@/features/boards/board-query';
import type { SearchParams } from '@/features/boards/board-query';
import { OtherVersions } from '@/features/boards/versions';
import { getBoard, getChallenge } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { ProblemNotice } from '@/ui/notice';

export const metadata: Metadata = { title: 'Leaderboard' };

export default async function LeaderboardPage({ params, searchParams }: { params: Promise<{ slug: string }>; searchParams: SearchParams }) {
  const { version } = await searchParams;
  const found = await attempt(getChallenge((await params).slug, typeof version === 'string' ? version : undefined));
  if (found.problem) return <ProblemNotice problem={found.problem} />;
  const challenge = found.data;
  const choice = await chooseBoard(challenge, searchParams);
  const { data, problem } = await attempt(getBoard(challenge.slug, choice.board, boardQuery(choice)));
  return (
    <>
      <BoardControls challenge={challenge} choice={choice} />
      <div className="mt-8">
        {problem ? <ProblemNotice problem={problem} /> : <BoardPage challenge={challenge} choice={choice} view={data} />}
      </div>
      <OtherVersions challenge={challenge} />
    </>
  );
}
