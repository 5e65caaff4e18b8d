import type { FaultDetail, MetricValue } from '@unblind/contracts';
import { CliError, exitCodes } from '../exit-codes';

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Columns padded to their widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [header, widths.map((width) => '─'.repeat(width)), ...rows].map(line).join('\n');
}

/** 1610612736 -> '1.5 GiB' */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(1))} ${units[power]}`;
}

/** A value with its interval, to the digits that the interval leaves meaningful. */
export function formatMetric({ value, low, high, note }: MetricValue): string {
  if (value === null) return note ? `– (${note})` : '–';
  if (value === 0 && low === 0 && high === 0) return '0';
  const digits = low === null || high === null ? 4 : Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(Math.max((high - low) / 2, 1e-6)))));
  const text = value.toFixed(digits);
  return low === null || high === null ? text : `${text}  +${(high - value).toFixed(digits)} -${(value - low).toFixed(digits)}`;
}

export function faultAsError({ whose, code, message, expected, got, fix, subject, limit, log }: FaultDetail): CliError {
  const facts = [
    subject && `about: ${subject}`,
    expected && `expected: ${expected}`,
    got && `got: ${got}`,
    limit && `limit: ${limit.limit} ${limit.unit}, peak ${limit.peak ?? 'unknown'}`,
    log && `printed on the public sample:\n${log.trimEnd()}`,
  ].filter(Boolean);
  return new CliError(exitCodes[whose], [message, ...facts].join('\n  '), fix, code);
}
