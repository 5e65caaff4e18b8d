import type { Metadata } from 'next';
import { Phases } from '@/features/challenges/phases';
import { Markdown } from '@/features/markdown/markdown';
import { getChallenge } from '@/lib/api/queries';
import { Section } from '@/ui/section';

export const metadata: Metadata = { title: 'Rules' };

export default async function RulesPage({ params }: { params: Promise<{ slug: string }> }) {
  const challenge = await getChallenge((await params).slug);
  return (
    <>
      <Markdown text={challenge.pages.rules} slug={challenge.slug} />
      <Section
        title="Phases"
        className="mt-14!"
        note="A day is a UTC day. Submissions that you cancel, that the inspection rejects, or that fail because of the platform do not count towards the daily limit."
      >
        <Phases phases={challenge.phases} />
      </Section>
    </>
  );
}
