import { Command, Option } from 'commander';
import type { ScoreReport } from '@unblind/scoring';
import { ScoringRefusal, scoreTagging } from '@unblind/scoring';
import { readNpy, readScores } from '@unblind/tensors';
import { refusalAsFault } from '@unblind/evaluation';
import { CliError, exitCodes } from '../exit-codes';
import { formatMetric, print, printJson, table } from '../output/output';

interface Options {
  kind: string;
  truth: string;
  predictions: string;
  metrics: string;
  replicates: string;
  seed: string;
  json?: boolean;
}

export function scoreCommand(): Command {
  return new Command('score')
    .description('score local files with the same code as the platform')
    .addOption(new Option('--kind <kind>', 'the kind of challenge').choices(['tagging']).makeOptionMandatory())
    .requiredOption('--truth <file>', 'labels, 1 signal and 0 background (.npy)')
    .requiredOption('--predictions <file>', 'one score per event (.npy, .npz, .csv)')
    .option('--metrics <list>', 'comma-separated', 'auc,accuracy,rejection@0.3,rejection@0.5,ece')
    .option('--replicates <n>', 'bootstrap replicates; 0 for values without intervals', '200')
    .option('--seed <text>', 'of the bootstrap', 'local')
    .option('--json', 'print JSON')
    .action(score);
}

async function score({ truth, predictions, metrics, replicates, seed, json }: Options): Promise<void> {
  const { data } = await readNpy(truth).catch((error: unknown) => {
    throw new CliError(
      exitCodes.participant,
      `The truth ${truth} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Give an npy file of labels.',
      'truth-unreadable',
    );
  });
  const labels = Uint8Array.from(data, Number);
  const scores = await readScores(predictions, { filename: predictions, rows: labels.length, select: 1 });
  const report = scored(() => scoreTagging({ labels }, scores, { metrics: metrics.split(','), replicates: Number(replicates), seed }));
  if (json)
    return printJson({ metrics: Object.fromEntries(report.metrics.map(({ name, replicates: _replicates, ...metric }) => [name, metric])) });
  print(
    table(
      ['metric', 'value', 'interval by'],
      report.metrics.map((metric) => [metric.name, formatMetric(metric), metric.method]),
    ),
  );
}

function scored(work: () => ScoreReport): ScoreReport {
  try {
    return work();
  } catch (error) {
    throw error instanceof ScoringRefusal ? refusalAsFault(error) : error;
  }
}
