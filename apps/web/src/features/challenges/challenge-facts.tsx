import Link from 'next/link';
import { formatCount } from '@unblind/contracts';
import type { ChallengeDetail } from '@unblind/contracts';
import { buttonClass } from '@/ui/button';
import { Facts } from '@/ui/facts';
import { Limits } from './limits';
import { Phases } from './phases';
import { submissionKindName } from './labels';

/** The data sheet beside the overview. */
export function ChallengeFacts({ challenge }: { challenge: ChallengeDetail }) {
  return (
    <aside aria-label="Facts" className="space-y-9">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-1">
        <Link href={`/challenges/${challenge.slug}/submit`} className={buttonClass('primary')}>
          Submit
        </Link>
        <Link href={`/challenges/${challenge.slug}/leaderboard`} className={buttonClass('quiet')}>
          See the board
        </Link>
      </div>
      <div>
        <h2 className="label-text mb-2">Phases</h2>
        <Phases phases={challenge.phases} />
      </div>
      <div>
        <h2 className="label-text mb-1">Submissions</h2>
        <Facts
          items={[
            ['Accepted', challenge.submissionKinds.map((kind) => submissionKindName(kind, challenge.kind)).join(', ')],
            ['Participants', formatCount(challenge.participants)],
            ['So far', formatCount(challenge.submissions)],
          ]}
        />
      </div>
      <div>
        <h2 className="label-text mb-1">Limits of a submission</h2>
        <Limits limits={challenge.limits} />
      </div>
      <div>
        <h2 className="label-text mb-1">Source</h2>
        <Facts
          items={[
            challenge.citation.doi ? ['Paper', <Doi key="doi" doi={challenge.citation.doi} />] : null,
            challenge.citation.dataset ? ['Data set', <Doi key="data" doi={challenge.citation.dataset} />] : null,
            ['Licence', challenge.citation.licence],
            ['Version', challenge.version],
          ]}
        />
      </div>
    </aside>
  );
}

function Doi({ doi }: { doi: string }) {
  return (
    <a href={`https://doi.org/${doi}`} rel="noreferrer external" className="link break-all">
      {doi}
    </a>
  );
}
