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
        note="A day is a UTC day. A submission counts from the moment it runs on the data of the phase, whoever stops it. The inspection and the run on the public sample are free, and failures of the platform do not count."
      >
        <Phases phases={challenge.phases} />
      </Section>
    </>
  );
}
