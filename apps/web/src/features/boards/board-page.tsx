import Link from 'next/link';
import { formatCount, partNames } from '@unblind/contracts';
import type { BoardView, ChallengeDetail } from '@unblind/contracts';
import { OpenTruth } from '@/features/data/open-truth';
import { MetricLabel } from '@/features/metrics/metric-name';
import { LocalTime } from '@/lib/format/local-time';
import { buttonClass } from '@/ui/button';
import { Empty } from '@/ui/empty';
import { BoardHardware } from './board-hardware';
import { boardHref } from './board-query';
import type { BoardChoice } from './board-query';
import { BoardTable } from './board-table';
import { PublishedTable } from './published-table';
import { ArchivedNotice } from './versions';

interface Props {
  challenge: ChallengeDetail;
  choice: BoardChoice;
  view: BoardView;
}

export function BoardPage({ challenge, choice, view }: Props) {
  const { board } = view;
  const phase = challenge.phases.find(({ id }) => id === view.phase);
  return (
    <>
      <ArchivedNotice slug={challenge.slug} view={view} />
      <h2 className="font-title text-[1.65rem] leading-tight">
        <MetricLabel kind={challenge.kind} name={board.by} />
      </h2>
      <p className="mt-2 mb-6 max-w-[85ch] text-sm text-pretty text-muted">
        {board.order === 'desc' ? 'Higher is better.' : 'Lower is better.'}
        {board.gate && ` Open to entries with ${board.gate}.`} Each value is shown with its 68 % interval; the shaded band is the
        leader&apos;s interval. Below each rank is the range of ranks that the paired replicates allow: all ranges of the board hold at once
        with a chance of 95 %. Entries grouped in one band are statistically indistinguishable from the first entry of the band.
        {view.simulated && ' Measured on simulated data.'}
      </p>
      <HowToRead challenge={challenge} view={view} />
      {view.openTruth && (
        <div className="mb-6">
          <OpenTruth />
        </div>
      )}
      <BoardHardware slug={challenge.slug} choice={choice} view={view} />
      <Rows challenge={challenge} choice={choice} view={view} />
      <PublishedTable kind={challenge.kind} view={view} metrics={phase?.metrics ?? challenge.metrics} primary={challenge.boards[0]?.by} />
    </>
  );
}

/** What the numbers are of, when they appear, and how many entrants they come from. */
function HowToRead({ challenge, view: { archivedAt, part, feedback, fedBy } }: Pick<Props, 'challenge' | 'view'>) {
  return (
    <p className="-mt-4 mb-6 max-w-[85ch] text-sm text-pretty text-muted empty:hidden">
      {part === 'ranking' && (
        <>
          Ranks come from the {partNames.ranking} of the split; the other columns are of the {partNames.diagnostic} and rank nothing.{' '}
          {feedback}{' '}
          {archivedAt === null && (
            <>
              <Link href={`/challenges/${challenge.slug}/evaluation`} className="link">
                How this works
              </Link>
              .{' '}
            </>
          )}
        </>
      )}
      {fedBy &&
        `Fed by ${formatCount(fedBy.submissions)} scored ${fedBy.submissions === 1 ? 'submission' : 'submissions'} of ${formatCount(fedBy.entrants)} ${fedBy.entrants === 1 ? 'account' : 'accounts'}.`}
    </p>
  );
}

function Rows({ challenge, choice, view }: Props) {
  if (view.blinded)
    return <Empty title="This board is blinded">Its results stay hidden until the organiser unblinds them at the end of the phase.</Empty>;
  if (view.rows.length === 0)
    return (
      <Empty title="No entry yet">
        {view.archivedAt === null ? (
          <>
            <p>The first scored submission will appear here.</p>
            <Link href={`/challenges/${challenge.slug}/submit`} className={buttonClass('primary', 'mt-5')}>
              Submit
            </Link>
          </>
        ) : (
          <p>Nothing was scored before this version was archived.</p>
        )}
      </Empty>
    );
  return (
    <>
      <BoardTable view={view} challenge={challenge} />
      <p className="numeric mt-3 flex flex-wrap justify-between gap-x-6 gap-y-2 text-sm text-muted">
        <span>
          {formatCount(view.total)} {view.total === 1 ? 'entry' : 'entries'}
          {view.updatedAt && (
            <>
              , last changed <LocalTime at={view.updatedAt} />
            </>
          )}
        </span>
        <span className="flex gap-5">
          {choice.cursor && (
            <Link href={boardHref(challenge.slug, { ...choice, cursor: null })} className="link">
              First page
            </Link>
          )}
          {view.nextCursor && (
            <Link href={boardHref(challenge.slug, { ...choice, cursor: view.nextCursor })} className="link">
              Next page
            </Link>
          )}
        </span>
      </p>
    </>
  );
}
