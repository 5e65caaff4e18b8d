import type { Metadata } from 'next';
import { BoardControls } from '@/features/boards/board-controls';
import { BoardPage } from '@/features/boards/board-page';
import { boardQuery, chooseBoard } from '@/features/boards/board-query';
import type { SearchParams } from '@/features/boards/board-query';
import { getBoard, getChallenge } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { ProblemNotice } from '@/ui/notice';

export const metadata: Metadata = { title: 'Leaderboard' };

export default async function LeaderboardPage({ params, searchParams }: { params: Promise<{ slug: string }>; searchParams: SearchParams }) {
  const challenge = await getChallenge((await params).slug);
  const choice = await chooseBoard(challenge, searchParams);
  const { data, problem } = await attempt(getBoard(challenge.slug, choice.board, boardQuery(choice)));
  return (
    <>
      <BoardControls challenge={challenge} choice={choice} />
      <div className="mt-8">
        {problem ? <ProblemNotice problem={problem} /> : <BoardPage challenge={challenge} choice={choice} view={data} />}
      </div>
    </>
  );
}
