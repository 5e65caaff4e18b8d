import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatCount, kinds } from '@unblind/contracts';
import type { ChallengeSummary } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { DataBadge } from './data-badge';
import { nextDate, PhaseBadge } from './phase-status';
import { currentPhase } from './labels';

export function ChallengeCard({ challenge }: { challenge: ChallengeSummary }) {
  const phase = currentPhase(challenge.phases);
  const next = phase && nextDate(phase);
  return (
    <article className="group relative rounded-xl border border-line bg-surface p-5 transition-colors hover:border-line-strong sm:p-7">
      <div className="flex flex-wrap items-center gap-2">
        <span className="label-text mr-1">{kinds[challenge.kind].title}</span>
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
          {next ? <Figure term={next.what} value={<LocalTime at={next.at} />} /> : phase && <Figure term="Closes" value="no date set" />}
          <Figure term="Participants" value={formatCount(challenge.participants)} />
          <Figure term="Submissions" value={formatCount(challenge.submissions)} />
        </dl>
        <ArrowRight
          aria-hidden
          className="hidden size-5 text-muted transition-transform group-hover:translate-x-1 group-hover:text-accent sm:block"
        />
      </div>
    </article>
  );
}

function Figure({ term, value }: { term: string; value: ReactNode }) {
  return (
    <div>
      <dt className="label-text">{term}</dt>
      <dd className="mt-0.5">{value}</dd>
    </div>
  );
}
