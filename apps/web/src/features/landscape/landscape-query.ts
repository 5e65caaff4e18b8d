import type { SearchParams } from '@/features/boards/board-query';

const parameters = ['phase', 'x', 'y', 'hardware'] as const;

/** The query to send to the API, from the page's URL; the API validates it. Empty form fields are left out. */
export async function landscapeQuery(search: SearchParams): Promise<URLSearchParams> {
  const found = await search;
  const query = new URLSearchParams();
  for (const name of parameters) {
    const value = found[name];
    if (typeof value === 'string' && value !== '') query.set(name, value);
  }
  return query;
}
