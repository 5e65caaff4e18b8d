import type { ChallengeCondition, ChallengePart } from '@unblind/contracts';
import { getChallengeConditions, getMe } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { LocalTime } from '@/lib/format/local-time';
import { Notice } from '@/ui/notice';

const labels: Record<ChallengePart, string> = { folder: 'Folder', data: 'Data', scoring: 'Scoring', baseline: 'Baseline' };

/** What keeps challenges from working, or one of them. Only organisers see it, and only where something is wrong. */
export async function BrokenChallenges({ slug }: { slug?: string }) {
  const me = await getMe();
  if (!me || me.role === 'participant') return null;
  const { data } = await attempt(getChallengeConditions(slug));
  const broken = data?.filter(({ archivedAt, problems }) => problems.length > 0 || archivedAt !== null) ?? [];
  if (broken.length === 0) return null;
  return (
    <div className="mt-6 space-y-4">
      {broken.map((condition) => (
        <BrokenChallenge key={condition.slug} condition={condition} />
      ))}
    </div>
  );
}

export function BrokenChallenge({ condition: { slug, archivedAt, problems } }: { condition: ChallengeCondition }) {
  return (
    <Notice tone="warn" title={`Organisers see this: ${slug} ${problems.length > 0 ? 'is broken' : 'is archived'}`}>
      {archivedAt !== null && (
        <p>
          Its folder is gone since <LocalTime at={archivedAt} />, which closed its phases. It opens again once the folder is back and the
          API has started.
        </p>
      )}
      {problems.length > 0 && (
        <ul className="space-y-1">
          {problems.map(({ part, message, fix }) => (
            <li key={`${part} ${message}`}>
              <span className="font-semibold">{labels[part]}:</span> {message} {fix !== null && <span className="text-muted">{fix}</span>}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
