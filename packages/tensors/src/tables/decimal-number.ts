const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Null for text that is not a number. NaN and infinity are accepted here and refused later, with their row. */
export function numberIn(cell: string): number | null {
  if (decimal.test(cell)) return Number(cell);
  if (/^[+-]?nan$/i.test(cell)) return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(cell);
  return infinite ? Number(`${infinite[1]}Infinity`) : null;
}
