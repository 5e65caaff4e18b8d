import type { FaultDetail } from '@unblind/contracts';
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
