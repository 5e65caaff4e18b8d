import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fetchDataSet, importDataSet, importFolder, type ImportReport } from '@unblind/importers';
import { Command } from 'commander';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson, table } from '../output/output';
import { progressBar } from '../output/progress-bar';

/** Each holds some blocks of rows, about 20 MB. */
const mostThreads = 8;

interface Options {
  from?: string;
  fetch?: boolean;
  to?: string;
  rows?: string;
  dryRun?: boolean;
  json?: boolean;
}

export function dataImportCommand(): Command {
  return new Command('import')
    .description('read a published data set and keep it as the platform does: it is used instead of simulated data')
    .argument('<challenge>')
    .option('--from <path>', 'the folder or file as it was published')
    .option('--fetch', 'download it first, to --from or to <home>/downloads/<challenge>')
    .option('--to <folder>', 'where it is kept (default: <home>/imported/<challenge>, where `npm start` finds it)')
    .option('--rows <number>', 'at most so many rows of each split')
    .option('--dry-run', 'read and check everything, write nothing')
    .option('--json', 'print the report as JSON')
    .action(importData);
}

function rowLimit(rows: string): number {
  const limit = Number(rows);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new CliError(exitCodes.usage, `--rows ${rows} is not a number of rows.`, 'Give a whole number from 1.', 'usage');
}

async function importData(challenge: string, { from: given, fetch, to, rows, dryRun = false, json }: Options): Promise<void> {
  const home = process.env.UNBLIND_HOME ?? '.unblind';
  if (given === undefined && !fetch)
    throw new CliError(exitCodes.usage, 'Where are the published files?', 'Give their folder with --from, or --fetch.', 'usage');
  const directory = resolve(to ?? (await importFolder(home, challenge)));
  if (!dryRun && existsSync(directory))
    throw new CliError(exitCodes.usage, `${directory} is there already.`, 'Remove it, or give another folder with --to.', 'usage');
  const limit = rows === undefined ? undefined : rowLimit(rows);
  const from = resolve(given ?? join(home, 'downloads', challenge));
  if (fetch) await withBar('fetching', (onProgress) => fetchDataSet(challenge, { folder: from, onProgress }));
  const report = await withBar(dryRun ? 'checking' : 'importing', (onProgress) =>
    importDataSet({
      challenge,
      from,
      ...(dryRun ? {} : { directory }),
      ...(limit === undefined ? {} : { rows: limit }),
      onProgress,
      threads: Math.min(availableParallelism(), mostThreads),
    }),
  );
  if (json) printJson({ ok: true, ...report });
  else printReport(report);
}

async function withBar<T>(label: string, work: (onProgress: (done: number, total: number) => void) => Promise<T>): Promise<T> {
  const bar = progressBar(label);
  try {
    return await work((done, total) => bar.update(done, total));
  } finally {
    bar.stop();
  }
}

const shownFiles = 20;

function printReport({
  challenge,
  source,
  url,
  openTruth,
  files,
  splits,
  missing,
  missingTensors,
  isTable,
  notes,
  directory,
}: ImportReport): void {
  print(`${challenge}, ${source} (${url})`);
  if (files.length > shownFiles) print(`  ${files.length} files; --json names them all`);
  for (const { name, bytes, sha256, checksum } of files.slice(0, shownFiles))
    print(`  ${name}: ${bytes} bytes, sha256 ${sha256}${checksum === 'verified' ? ', as announced' : ' (none is announced)'}`);
  for (const [split, { rows, published, variations, columns }] of Object.entries(splits)) {
    print(
      `\n${split}: ${rows}${published === null ? '' : ` of ${published}`} rows${variations.length > 0 ? `, ${variations.length} shifts` : ''}`,
    );
    const lines = Object.entries(columns).flatMap(([tensor, ranges]) =>
      ranges.map(({ name, min, max, notFinite }) => [
        tensor,
        name,
        digits(min),
        digits(max),
        notFinite > 0 ? `${notFinite} not finite` : '',
      ]),
    );
    print(table(['tensor', 'column', 'smallest', 'largest', ''], lines));
  }
  print('');
  if (missing.length > 0) print(`Not enough for the platform: no rows for ${missing.join(', ')}.`);
  if (missingTensors.length > 0) print(`Not enough for the platform: no ${missingTensors.join(', ')}.`);
  if (isTable) print('A table of events: the platform draws the rows of this challenge from simulated ones.');
  if (openTruth) print('The test truth of this data set is public: its boards are open-book.');
  for (const note of notes) print(`Note: ${note}`);
  print(directory === null ? 'Nothing was written (dry run).' : `Kept in ${directory}`);
}

function digits(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(6)));
}
