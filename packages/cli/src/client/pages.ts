import { InvalidArgumentError } from 'commander';

/** A page of a paginated response. */
interface Page {
  nextCursor: string | null;
}

/** Reads pages until there are no more, or until `limit` items have been read. */
export async function readPages<P extends Page>(
  read: (query: { cursor?: string; limit: string }) => Promise<P>,
  request: PageRequest<P>,
): Promise<P[]> {
  const pages: P[] = [];
  let left = request.limit ?? Infinity;
  for (let cursor: string | null | undefined; cursor !== null && left > 0;) {
    const page: P = await read({ limit: String(Math.min(left, request.pageSize)), ...(cursor && { cursor }) });
    pages.push(page);
    left -= request.itemsOf(page).length;
    cursor = page.nextCursor;
  }
  return pages;
}

interface PageRequest<P> {
  limit: number | undefined;
  /** The largest page size that the API allows. */
  pageSize: number;
  itemsOf(page: P): readonly unknown[];
}

/** The value of `--limit`. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError('Expected a whole number of at least 1.');
  return limit;
}
