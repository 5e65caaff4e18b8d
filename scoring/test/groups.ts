/** Fails when a group of vectors came into a fixture file (or left it) without its comparison. */
export function expectGroups(content: object, groups: readonly string[], what: string): void {
  const found = Object.keys(content).sort().join(', ');
  const known = [...groups].sort().join(', ');
  if (found !== known) throw new Error(`${what} has the groups ${found}; the comparison knows ${known}`);
}
