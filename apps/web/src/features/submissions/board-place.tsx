'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { BoardView, formatCount } from '@unblind/contracts';
import type { BoardRow, SubmissionView } from '@unblind/contracts';
import { send } from '@/lib/api/browser';

interface Props {
  submission: Pick<SubmissionView, 'id' | 'challenge' | 'phase'>;
  board: string;
}

/** The rank of a scored submission, with a link to its row. Only a participant's best entry has a rank here. */
export function BoardPlace({ submission: { id, challenge, phase }, board }: Props) {
  const [place, setPlace] = useState<{ row: BoardRow; total: number } | null>(null);
  useEffect(() => {
    const control = new AbortController();
    const query = new URLSearchParams({ phase, show: 'best', limit: '200' });
    send('GET', `/challenges/${challenge}/boards/${board}?${query}`, BoardView, { signal: control.signal })
      .then(({ rows, total }) => {
        const row = rows.find(({ submissionId }) => submissionId === id);
        if (row) setPlace({ row, total });
      })
      // The link to the board below works without the rank.
      .catch(() => undefined);
    return () => control.abort();
  }, [id, challenge, phase, board]);

  const show = place ? 'best' : 'all';
  const query = new URLSearchParams({ phase, board, show });
  return (
    <p className="numeric mt-4 text-sm text-muted">
      {place?.row.rank && (
        <>
          <span className="font-medium text-ink">Rank {place.row.rank}</span>
          {rankRange(place.row)} of {formatCount(place.total)}
          {'. '}
        </>
      )}
      <Link href={`/challenges/${challenge}/leaderboard?${query}#entry-${id}`} className="link">
        See it on the board
      </Link>
    </p>
  );
}

/** The ranks that the uncertainties allow, if there are several. */
function rankRange({ bestRank, worstRank }: BoardRow): string {
  return bestRank === null || worstRank === null || bestRank === worstRank ? '' : ` (${bestRank}–${worstRank})`;
}
