/** Rounds to two decimals, enough for a coordinate. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Formats a value with four significant digits. */
export function significant(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
