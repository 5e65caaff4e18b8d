import { Command, InvalidArgumentError, Option } from 'commander';
import { nearest, type ChallengeKind, type ScoredMetric } from '@unblind/contracts';
import { metricsTable } from '../../output/metrics-table';
import { print, printJson } from '../../output/output';
import { findKind, kindNames } from './kinds';
import { scoreLocally } from './score-locally';
import { writePlots } from './write-plots';

interface Options {
  kind: ChallengeKind;
  truth: string[];
  predictions: string;
  particles?: string[];
  classes?: string;
  background?: string;
  metrics?: string;
  floor?: string;
  replicates: string;
  seed: string;
  plots?: string;
  json?: boolean;
}

export function scoreCommand(): Command {
  return (
    new Command('score')
      .description('score local files with the same code as the platform')
      // Not `choices`: the help text would also list the earlier names.
      .addOption(new Option('--kind <kind>', kindNames.join(', ')).argParser(knownKind).makeOptionMandatory())
      .requiredOption(
        '--truth <file...>',
        'tagging, classification, anomaly: labels (.npy); tracking: truth CSV per event; selection: solution CSV; interval-estimation: JSON or CSV',
      )
      .requiredOption(
        '--predictions <file>',
        'tagging, anomaly: scores (.npy, .npz, .csv); classification: a probability of each class (the same); else the submission CSV, for interval-estimation also JSON',
      )
      .option('--particles <file...>', 'tracking: the particle table of each truth file, for efficiency curves')
      .option('--classes <list>', 'classification: the names of the labels 0, 1, 2 ..., comma-separated')
      .option('--background <class>', 'classification: the class that rejections refer to')
      .option('--metrics <list>', 'comma-separated list (default: the main metrics of the kind)')
      .option('--floor <efficiency>', 'anomaly: background efficiency above which max-sic is searched for')
      .option('--replicates <n>', 'bootstrap replicates; 0 for values without intervals', '200')
      .option('--seed <text>', 'the seed of the bootstrap', 'local')
      .option('--plots <folder>', 'write each plot there, as JSON and SVG')
      .option('--json', 'print JSON')
      .action(score)
  );
}

function knownKind(name: string): ChallengeKind {
  const found = findKind(name);
  if (found) return found.kind;
  const guess = nearest(name, kindNames);
  throw new InvalidArgumentError(`Kinds are ${kindNames.join(', ')}.${guess ? ` Did you mean '${guess}'?` : ''}`);
}

async function score({ plots: folder, json, particles = [], classes: list, ...options }: Options): Promise<void> {
  const classes = list?.split(',').map((name) => name.trim());
  const { metrics, plots, fullPlots } = await scoreLocally({ ...options, particles, classes });
  if (folder !== undefined) await writePlots(folder, fullPlots ?? plots);
  if (json) return printJson({ metrics: Object.fromEntries(metrics.map((metric) => [metric.name, withoutReplicates(metric)])) });
  print(metricsTable(options.kind, metrics));
}

function withoutReplicates({ name: _name, replicates: _replicates, ...metric }: ScoredMetric) {
  return metric;
}
