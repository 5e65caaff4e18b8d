/** A range without room would refuse every number. */
export function checkRange(where: string, range: readonly [number, number] | undefined): string[] {
  if (!range || range[0] < range[1]) return [];
  return [`${where}: [${range.join(', ')}] must have its lower bound first, and a higher one after it`];
}
