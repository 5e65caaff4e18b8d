import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fetchDataSet, importDataSet, importFolder, type ImportReport } from '@unblind/importers';
import { Command } from 'commander';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson, table } from '../output/output';
import { progressBar } from '../output/progress-bar';
import { checkChallengeKnown } from './known-challenge';

/** Each thread holds several blocks of rows, about 20 MB. */
const maxThreads = 8;

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
    .description('import a published data set, which the platform then uses instead of simulated data')
    .argument('<challenge>')
    .option('--from <path>', 'the published folder or file')
    .option('--fetch', 'download it first, to --from or to <home>/downloads/<challenge>')
    .option('--to <folder>', 'where to store it (default: <home>/imported/<challenge>, where `npm start` finds it)')
    .option('--rows <number>', 'at most this many rows of each split')
    .option('--dry-run', 'read and check everything, write nothing')
    .option('--json', 'print the report as JSON')
    .action(importData);
}

function rowLimit(rows: string): number {
  const limit = Number(rows);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new CliError(exitCodes.usage, `--rows ${rows} is not a number of rows.`, 'Give a whole number of at least 1.', 'usage');
}

async function importData(challenge: string, { from: given, fetch, to, rows, dryRun = false, json }: Options): Promise<void> {
  await checkChallengeKnown(challenge);
  const home = process.env.UNBLIND_HOME ?? '.unblind';
  if (given === undefined && !fetch)
    throw new CliError(
      exitCodes.usage,
      'The published files are not given.',
      'Give their folder with --from, or download them with --fetch.',
      'usage',
    );
  const directory = resolve(to ?? (await importFolder(home, challenge)));
  if (!dryRun && existsSync(directory))
    throw new CliError(exitCodes.usage, `${directory} already exists.`, 'Remove it, or give another folder with --to.', 'usage');
  const limit = rows === undefined ? undefined : rowLimit(rows);
  const from = resolve(given ?? join(home, 'downloads', challenge));
  if (!fetch && !existsSync(from))
    throw new CliError(exitCodes.usage, `${from} is not there: there is nothing to import.`, 'Check the path of --from.', 'file-missing');
  if (fetch) await withBar('fetching', (onProgress) => fetchDataSet(challenge, { folder: from, onProgress }));
  const report = await withBar(dryRun ? 'checking' : 'importing', (onProgress) =>
    importDataSet({
      challenge,
      from,
      ...(dryRun ? {} : { directory }),
      ...(limit === undefined ? {} : { rows: limit }),
      onProgress,
      threads: Math.min(availableParallelism(), maxThreads),
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

const maxListedFiles = 20;

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
  if (files.length > maxListedFiles) print(`  ${files.length} files; --json lists them all`);
  for (const { name, bytes, sha256, checksum } of files.slice(0, maxListedFiles))
    print(`  ${name}: ${bytes} bytes, sha256 ${sha256}${checksum === 'verified' ? ', as published' : ' (no published checksum)'}`);
  for (const [split, { rows, published, variations, columns }] of Object.entries(splits)) {
    print(
      `\n${split}: ${rows}${published === null ? '' : ` of ${published}`} rows${variations.length > 0 ? `, ${variations.length} shifts` : ''}`,
    );
    const lines = Object.entries(columns).flatMap(([tensor, ranges]) =>
      ranges.map(({ name, min, max, notFinite }) => [
        tensor,
        name,
        formatNumber(min),
        formatNumber(max),
        notFinite > 0 ? `${notFinite} not finite` : '',
      ]),
    );
    print(table(['tensor', 'column', 'smallest', 'largest', ''], lines));
  }
  print('');
  if (missing.length > 0) print(`The platform cannot use this data set: it has no rows for ${missing.join(', ')}.`);
  if (missingTensors.length > 0) print(`The platform cannot use this data set: it has no ${missingTensors.join(', ')}.`);
  if (isTable)
    print('This data set is a table of events. The platform does not use it: it draws the rows of this challenge from simulated events.');
  if (openTruth) print('The test truth of this data set is public: its boards are not blind measurements.');
  for (const note of notes) print(`Note: ${note}`);
  print(directory === null ? 'Nothing was written (dry run).' : `Stored in ${directory}`);
}

function formatNumber(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(6)));
}
