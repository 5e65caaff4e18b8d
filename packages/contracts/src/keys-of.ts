/** The names of a table whose type says all that it has, which is more than `Object.keys` promises. */
export function keysOf<Table extends object>(table: Table): (keyof Table & string)[] {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- a table of ours has no names beside those of its type
  return Object.keys(table) as (keyof Table & string)[];
}
