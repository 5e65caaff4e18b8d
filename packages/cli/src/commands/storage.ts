import { StorageSpace, formatBytes } from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

export function storageCommand(): Command {
  return new Command('storage')
    .description('for organisers: show the disk space of submissions and unpacked images, and when image archives are removed')
    .option('--json', 'print JSON')
    .action(storage);
}

async function storage({ json }: { json?: boolean }): Promise<void> {
  const space = await new ApiClient(readSettings()).get('/storage-space', StorageSpace);
  if (json) return printJson(space);
  const { archiveDays, submissions, runners } = space;
  const cell = ({ files, bytes }: { files: number; bytes: number }): string => (files === 0 ? '–' : `${files} (${formatBytes(bytes)})`);
  print(
    archiveDays === null
      ? 'Image archives are never removed (ARCHIVE_DAYS=0).'
      : `Image archives are removed ${archiveDays} days after their evaluation ended, unless they are a participant's best entry or a baseline (ARCHIVE_DAYS).`,
  );
  const rows = submissions.map(({ challenge, kind, stored, due, removed }) => [challenge, kind, cell(stored), cell(due), cell(removed)]);
  print(`\n${table(['challenge', 'kind', 'stored', 'due', 'removed'], rows)}`);
  const kept = runners.map(({ name, images, bytes, limitBytes, freeBytes }) => [
    name,
    String(images),
    ...[bytes, limitBytes, freeBytes].map(formatBytes),
  ]);
  print(`\n${table(['runner', 'unpacked images', 'size', 'limit', 'free'], kept)}`);
}
