import { BrokenChallenges } from '@/features/challenges/broken-challenges';
import { ChallengeCard } from '@/features/challenges/challenge-card';
import { Hero } from '@/features/home/hero';
import { HowItWorks } from '@/features/home/how-it-works';
import { attempt } from '@/lib/api/server';
import { getChallenges } from '@/lib/api/queries';
import { Empty } from '@/ui/empty';
import { ProblemNotice } from '@/ui/notice';

export default async function HomePage() {
  const { data, problem } = await attempt(getChallenges());
  return (
    <>
      <Hero />
      <section aria-labelledby="challenges" className="mt-16 scroll-mt-8">
        <h2 id="challenges" className="font-title text-3xl">
          Challenges
        </h2>
        <BrokenChallenges />
        <div className="mt-6 space-y-5">
          {problem && <ProblemNotice problem={problem} />}
          {data?.map((challenge) => (
            <ChallengeCard key={challenge.slug} challenge={challenge} />
          ))}
          {data?.length === 0 && <Empty title="No challenge yet">Challenges appear here once they are published.</Empty>}
        </div>
      </section>
      <HowItWorks />
    </>
  );
}
