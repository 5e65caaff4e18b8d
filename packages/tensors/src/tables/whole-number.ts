const written = /^([+-]?)(\d{1,40})(?:\.(\d{0,40}))?(?:e([+-]?\d{1,2}))?$/i;

/**
 * A whole number however a tool writes it: `12`, pandas' `12.0` where a column was once of floats, R's `1e+05`. Exact: it never passes
 * through a double. Null for anything else.
 */
export function wholeNumber(cell: string): bigint | null {
  const [, sign, whole, fraction = '', exponent = '0'] = written.exec(cell) ?? [];
  if (whole === undefined) return null;
  const shift = Number(exponent) - fraction.length;
  const digits = whole + fraction;
  const kept = shift < 0 ? digits.slice(0, shift) : digits + '0'.repeat(shift);
  if (shift < 0 && !/^0*$/.test(digits.slice(shift))) return null;
  return BigInt(`${sign === '-' ? '-' : ''}${kept || '0'}`);
}
