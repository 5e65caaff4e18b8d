import type { Metadata } from 'next';
import { DataState } from '@/features/data/data-state';
import { Disclosures } from '@/features/data/disclosures';
import { Downloads } from '@/features/data/downloads';
import { ViewCatalogue } from '@/features/data/view-catalogue';
import { Markdown } from '@/features/markdown/markdown';
import { getChallenge, getDataFiles, getDisclosures } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { Section } from '@/ui/section';
import { ProblemNotice } from '@/ui/notice';

export const metadata: Metadata = { title: 'Data' };

export default async function DataPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const [challenge, files, disclosures] = await Promise.all([
    getChallenge(slug),
    attempt(getDataFiles(slug)),
    attempt(getDisclosures(slug)),
  ]);
  return (
    <>
      <div className="mb-10 max-w-[70ch]">
        <DataState dataSet={challenge.dataSet} />
      </div>
      <Markdown text={challenge.pages.data} slug={slug} />
      <Section title="Downloads" className="mt-14!" note="The labels of the test samples stay on the platform.">
        {files.problem ? <ProblemNotice problem={files.problem} /> : <Downloads files={files.data} variations={challenge.variations} />}
      </Section>
      {disclosures.problem ? (
        <ProblemNotice problem={disclosures.problem} />
      ) : (
        <Disclosures challenge={challenge} disclosures={disclosures.data} />
      )}
      <Section
        title="Views offered to models"
        note="A model is accepted when each of its inputs has the name of a view, or one of its aliases, with a compatible type and shape. A letter in a shape stands for a size that is not fixed."
      >
        <ViewCatalogue views={challenge.views} />
      </Section>
    </>
  );
}
