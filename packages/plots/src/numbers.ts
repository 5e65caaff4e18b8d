/** A coordinate, to a hundredth of the drawing's unit. */
export function places(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A value to four significant digits, for a short text. */
export function significant(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
