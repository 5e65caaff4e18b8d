import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import type { ChallengeSummary } from '@unblind/contracts';
import { count } from '@/lib/format/numbers';
import { DataBadge } from './data-badge';
import { PhaseBadge, PhaseDates } from './phase-status';
import { currentPhase, kindNames } from './words';

export function ChallengeCard({ challenge }: { challenge: ChallengeSummary }) {
  const phase = currentPhase(challenge.phases);
  return (
    <article className="group relative rounded-xl border border-line bg-surface p-5 transition-colors hover:border-line-strong sm:p-7">
      <div className="flex flex-wrap items-center gap-2">
        <span className="label-text mr-1">{kindNames[challenge.kind]}</span>
        {phase && <PhaseBadge phase={phase} />}
        <DataBadge dataSet={challenge.dataSet} />
      </div>
      <h3 className="mt-4 font-title text-[1.75rem] leading-tight">
        <Link href={`/challenges/${challenge.slug}`} className="after:absolute after:inset-0 after:rounded-xl">
          {challenge.title}
        </Link>
      </h3>
      <p className="mt-1.5 text-muted">{challenge.tagline}</p>
      <div className="numeric mt-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-3 text-sm">
        <dl className="flex flex-wrap gap-x-8 gap-y-3">
          {phase && <Figure term={phase.status === 'upcoming' ? 'Begins' : 'Time'} value={<PhaseDates phase={phase} />} />}
          <Figure term="Participants" value={count(challenge.participants)} />
          <Figure term="Submissions" value={count(challenge.submissions)} />
        </dl>
        <ArrowRight
          aria-hidden
          className="hidden size-5 text-muted transition-transform group-hover:translate-x-1 group-hover:text-accent sm:block"
        />
      </div>
    </article>
  );
}

function Figure({ term, value }: { term: string; value: React.ReactNode }) {
  return (
    <div>
      <dt className="label-text">{term}</dt>
      <dd className="mt-0.5">{value}</dd>
    </div>
  );
}
