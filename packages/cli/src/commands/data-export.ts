import { loadChallenge, loadExporter } from '@unblind/challenges';
import { rowsOf } from '@unblind/contracts';
import { hitWeights } from '@unblind/scoring';
import { Command, Option } from 'commander';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson } from '../output/output';
import { checkChallengeKnown } from './known-challenge';

interface Options {
  to: string;
  split: 'train' | 'sample';
  rows?: string;
  json?: boolean;
}

export function dataExportCommand(): Command {
  return new Command('export')
    .description("write a challenge's open simulated data, with their truth, in the field's own format")
    .argument('<challenge>')
    .requiredOption('--to <folder>', 'the folder to write the files to')
    .addOption(new Option('--split <name>', 'which split').choices(['train', 'sample']).default('sample'))
    .option('--rows <number>', 'how many events (default: all of the split)')
    .option('--json', 'print JSON')
    .action(exportData);
}

async function exportData(slug: string, { to, split, rows: requested, json }: Options): Promise<void> {
  await checkChallengeKnown(slug);
  const { manifest } = await loadChallenge(slug);
  const exportFiles = await loadExporter(slug);
  const source = manifest.data.sources[manifest.data.default];
  if (!exportFiles || !source || !('seed' in source))
    throw new CliError(exitCodes.usage, `${slug} has no other format to export its data to.`, 'Use its npy files.', 'usage');
  const all = rowsOf(source.sizes[split] ?? 0);
  const rows = Number(requested ?? all);
  if (!Number.isInteger(rows) || rows < 1 || rows > all)
    throw new CliError(exitCodes.usage, `--rows ${rows} is not a number from 1 to ${all}.`, `The split ${split} has ${all} rows.`, 'usage');
  const files = await exportFiles({ seed: source.seed, split, rows, directory: to, hitWeights });
  if (json) return printJson({ ok: true, challenge: slug, split, rows, simulated: true, directory: to, files });
  print(`${files.length} files of ${rows} simulated events of ${slug}, ${split}, in ${to}`);
}
