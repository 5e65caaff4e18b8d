import { fileFields } from '@unblind/contracts';
import type { BoardRow } from '@unblind/contracts';

/** The whole board as CSV (RFC 4180): one line per row, each metric with its interval. */
export function boardCsv(rows: readonly BoardRow[]): string {
  const fields = fileFields(rows);
  const lines = [fields.map(({ name }) => name), ...rows.map((row) => fields.map(({ value }) => value(row)))];
  return lines.map((values) => `${values.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  // A spreadsheet would evaluate a text that starts like a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
