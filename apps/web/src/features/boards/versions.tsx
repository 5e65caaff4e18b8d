import Link from 'next/link';
import type { BoardView, ChallengeDetail } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { Notice } from '@/ui/notice';

/** Above a board of an earlier version: that it is one, and since when. Nothing above a current board. */
export function ArchivedNotice({ slug, view: { version, archivedAt } }: { slug: string; view: BoardView }) {
  if (archivedAt === null) return null;
  return (
    <div className="mb-8">
      <Notice
        title={
          <>
            Archived version {version}, closed on <LocalTime at={archivedAt} />
          </>
        }
      >
        <p>
          Another version of the challenge, with data of its own, took its place. The entries here keep their numbers and take part in
          nothing more.{' '}
          <Link href={`/challenges/${slug}/leaderboard`} className="link">
            See the current board
          </Link>
        </p>
      </Notice>
    </div>
  );
}

/** The ways to the boards of the other versions; nothing where there is one version. */
export function OtherVersions({ challenge: { slug, version, versions } }: { challenge: ChallengeDetail }) {
  const others = versions.filter((other) => other.version !== version && other.archivedAt !== null);
  if (others.length === 0) return null;
  return (
    <nav aria-label="Archived versions" className="numeric mt-10 text-sm text-muted">
      Boards of earlier versions:
      <ul className="mt-1 space-y-1">
        {others.map((other) => (
          <li key={other.version}>
            <Link href={`/challenges/${slug}/leaderboard?version=${other.version}`} className="link">
              Version {other.version}
            </Link>
            {other.archivedAt && (
              <>
                , closed on <LocalTime at={other.archivedAt} />
              </>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
