import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { BrokenChallenges } from '@/features/challenges/broken-challenges';
import { ChallengeHeader } from '@/features/challenges/challenge-header';
import { getChallenge } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { ProblemNotice } from '@/ui/notice';

interface Props {
  params: Promise<{ slug: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { data } = await attempt(getChallenge((await params).slug));
  if (!data) return {};
  return { title: { default: data.title, template: `%s · ${data.title} · Unblind` }, description: data.tagline };
}

export default async function ChallengeLayout({ params, children }: Props) {
  const { data, problem } = await attempt(getChallenge((await params).slug));
  if (problem)
    return (
      <div className="pt-12">
        <ProblemNotice problem={problem} />
      </div>
    );
  return (
    <>
      <ChallengeHeader challenge={data} />
      <BrokenChallenges slug={data.slug} />
      <div className="pt-10">{children}</div>
    </>
  );
}
