import type { Metadata } from 'next';
import type { SearchParams } from '@/features/boards/board-query';
import { LandscapePage } from '@/features/landscape/landscape-page';
import { landscapeQuery } from '@/features/landscape/landscape-query';
import { getChallenge, getLandscape } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { ProblemNotice } from '@/ui/notice';

export const metadata: Metadata = { title: 'Landscape' };

export default async function Landscape({ params, searchParams }: { params: Promise<{ slug: string }>; searchParams: SearchParams }) {
  const challenge = await getChallenge((await params).slug);
  const { data, problem } = await attempt(getLandscape(challenge.slug, await landscapeQuery(searchParams)));
  return problem ? <ProblemNotice problem={problem} /> : <LandscapePage challenge={challenge} view={data} />;
}
