import Link from 'next/link';
import { kinds } from '@unblind/contracts';
import type { ChallengeDetail } from '@unblind/contracts';
import { DataBadge } from './data-badge';
import { PhaseBadge, PhaseDates } from './phase-status';
import { ChallengeTabs } from './tabs';
import { currentPhase } from './labels';

export function ChallengeHeader({ challenge }: { challenge: ChallengeDetail }) {
  const phase = currentPhase(challenge.phases);
  return (
    <div className="pt-8 sm:pt-12">
      <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
        <span className="mr-1">{kinds[challenge.kind].title}</span>
        {phase && <PhaseBadge phase={phase} />}
        <DataBadge dataSet={challenge.dataSet} />
        {phase && (
          <span className="numeric">
            <PhaseDates phase={phase} />
          </span>
        )}
      </p>
      <h1 className="mt-4 font-title text-4xl leading-[1.1] sm:text-5xl">
        <Link href={`/challenges/${challenge.slug}`}>{challenge.title}</Link>
      </h1>
      <p className="mt-2 text-lg text-muted">{challenge.tagline}</p>
      <ChallengeTabs slug={challenge.slug} />
    </div>
  );
}
