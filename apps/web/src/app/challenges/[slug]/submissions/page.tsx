import type { Metadata } from 'next';
import Link from 'next/link';
import { SubmissionsTable } from '@/features/submissions/submissions-table';
import { getChallenge, getMe, getSubmissions } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { buttonClass } from '@/ui/button';
import { Empty } from '@/ui/empty';
import { ProblemNotice } from '@/ui/notice';

export const metadata: Metadata = { title: 'My submissions' };

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SubmissionsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { cursor } = await searchParams;
  const here = `/challenges/${slug}/submissions`;
  if (!(await getMe()))
    return (
      <Empty title="Your submissions appear here">
        <Link href={`/sign-in?next=${encodeURIComponent(here)}`} className={buttonClass('primary', 'mt-3')}>
          Sign in
        </Link>
      </Empty>
    );
  const [challenge, { data, problem }] = await Promise.all([
    getChallenge(slug),
    attempt(getSubmissions(slug, typeof cursor === 'string' ? cursor : undefined)),
  ]);
  if (problem) return <ProblemNotice problem={problem} />;
  if (data.items.length === 0)
    return (
      <Empty title="No submission yet">
        <p>A file is checked in your browser before it is sent.</p>
        <Link href={`/challenges/${slug}/submit`} className={buttonClass('primary', 'mt-5')}>
          Submit
        </Link>
      </Empty>
    );
  return (
    <>
      <h2 className="sr-only">My submissions</h2>
      <SubmissionsTable
        kind={challenge.kind}
        submissions={data.items}
        phases={new Map(challenge.phases.map(({ id, title }) => [id, title]))}
      />
      {data.nextCursor && (
        <p className="mt-4 text-right text-sm">
          <Link href={`${here}?cursor=${encodeURIComponent(data.nextCursor)}`} className="link">
            Older
          </Link>
        </p>
      )}
    </>
  );
}
