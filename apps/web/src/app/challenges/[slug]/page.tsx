import { ChallengeFacts } from '@/features/challenges/challenge-facts';
import { OpenTruth } from '@/features/data/open-truth';
import { Markdown } from '@/features/markdown/markdown';
import { getChallenge } from '@/lib/api/queries';

export default async function OverviewPage({ params }: { params: Promise<{ slug: string }> }) {
  const challenge = await getChallenge((await params).slug);
  return (
    <div className="grid grid-cols-1 gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <div>
        {challenge.dataSet?.openTruth && (
          <div className="mb-8">
            <OpenTruth />
          </div>
        )}
        <Markdown text={challenge.pages.overview} slug={challenge.slug} />
      </div>
      <ChallengeFacts challenge={challenge} />
    </div>
  );
}
