import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fixturePath } from './fixtures';

/** A fixture's CSV file (gzipped where its name says so) as columns of text. */
export function readCsv(...parts: string[]): Record<string, string[]> {
  const path = fixturePath(...parts);
  const file = readFileSync(path);
  const [header = '', ...lines] = (path.endsWith('.gz') ? gunzipSync(file) : file).toString('utf8').trimEnd().split('\n');
  const rows = lines.map((line) => line.trimEnd().split(','));
  return Object.fromEntries(
    header
      .trimEnd()
      .split(',')
      .map((name, column) => [name, rows.map((row) => row[column] ?? '')]),
  );
}

export function numbers(column: string[] | undefined): Float64Array {
  return Float64Array.from(column ?? [], Number);
}

export function bigints(column: string[] | undefined): BigInt64Array {
  return BigInt64Array.from(column ?? [], BigInt);
}
