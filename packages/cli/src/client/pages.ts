import { InvalidArgumentError } from 'commander';

/** Any answer that comes page by page. */
interface Page {
  nextCursor: string | null;
}

/** Follows the cursor until there is no page left, or there are `limit` items. */
export async function readPages<P extends Page>(
  read: (query: { cursor?: string; limit: string }) => Promise<P>,
  asked: Asked<P>,
): Promise<P[]> {
  const pages: P[] = [];
  let left = asked.limit ?? Infinity;
  for (let cursor: string | null | undefined; cursor !== null && left > 0;) {
    const page: P = await read({ limit: String(Math.min(left, asked.pageSize)), ...(cursor && { cursor }) });
    pages.push(page);
    left -= asked.itemsOf(page).length;
    cursor = page.nextCursor;
  }
  return pages;
}

interface Asked<P> {
  limit: number | undefined;
  /** The largest page that the API gives. */
  pageSize: number;
  itemsOf(page: P): readonly unknown[];
}

/** The value of `--limit`. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return limit;
}
