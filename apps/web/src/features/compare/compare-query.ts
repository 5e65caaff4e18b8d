/** A table with more columns would be hard to read. */
export const maxCompared = 4;

/** The submissions in the URL, one `with` parameter each, in order and without duplicates. */
export function comparedIds(search: Record<string, string | string[] | undefined>): string[] {
  const ids = [search['with'] ?? []].flat();
  return [...new Set(ids)].slice(0, maxCompared);
}
