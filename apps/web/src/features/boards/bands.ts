import type { BoardRow } from '@unblind/contracts';

export interface Band {
  /** The rank of the first row; null for the band of unscored rows. */
  rank: number | null;
  rows: BoardRow[];
}

/**
 * Groups rows, in board order, into bands of statistically indistinguishable entries: a row joins the current band
 * if its best possible rank is at least as good as the rank of the band's first row. Unscored rows form the last band.
 */
export function bandsOf(rows: readonly BoardRow[]): Band[] {
  const bands: Band[] = [];
  for (const row of rows) {
    const band = bands.at(-1);
    if (band && belongs(row, band)) band.rows.push(row);
    else bands.push({ rank: row.rank, rows: [row] });
  }
  return bands;
}

function belongs({ rank, bestRank }: BoardRow, band: Band): boolean {
  if (rank === null || band.rank === null) return rank === band.rank;
  return (bestRank ?? rank) <= band.rank;
}
