/** More columns than this cannot be read. */
export const mostCompared = 4;

/** The submissions that an address names: `with` once for each, in order, each once. */
export function comparedIds(search: Record<string, string | string[] | undefined>): string[] {
  const asked = [search['with'] ?? []].flat();
  return [...new Set(asked)].slice(0, mostCompared);
}
