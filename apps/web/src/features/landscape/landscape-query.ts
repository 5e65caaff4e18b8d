import type { SearchParams } from '@/features/boards/board-query';

const asked = ['phase', 'x', 'y', 'hardware'] as const;

/** What the address asks for, for the API to judge; what a form left open is left out. */
export async function landscapeQuery(search: SearchParams): Promise<URLSearchParams> {
  const found = await search;
  const query = new URLSearchParams();
  for (const name of asked) {
    const value = found[name];
    if (typeof value === 'string' && value !== '') query.set(name, value);
  }
  return query;
}
