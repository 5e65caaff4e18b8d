import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge, loadGenerator, readDataSetIndex } from '@unblind/challenges';
import type { Challenge } from '@unblind/challenges';
import { SimulatedSource, checkForm, inJson } from '@unblind/contracts';
import type { Form, FormValues } from '@unblind/contracts';
import { kindOf, localSplit } from '@unblind/evaluation';
import type { LocalSplit } from '@unblind/evaluation';
import { Command } from 'commander';
import { CliError, exitCodes } from '../exit-codes';
import { metricsTable } from '../output/metrics-table';
import { print, printJson } from '../output/output';
import { progressBar } from '../output/progress-bar';
import { formFrom } from './form-values';
import { checkChallengeKnown } from './known-challenge';
import { openLocalModel } from './local-model';
import { scoreLocally } from './score-locally';

interface Options {
  set: string[];
  data?: string;
  split: string;
  unsafeLocal: boolean;
  json?: boolean;
}

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('run a model on the public sample, offline, in the same sandbox and with the same scorer as the platform')
    .argument('<challenge>')
    .argument('<file>', 'a model (.onnx) or the archive of a container image (.tar)')
    .option('--set <name=value>', 'a parameter of the method; repeatable', collect, [])
    .option('--data <folder>', 'a data set made by `data import`, instead of the simulated sample')
    .option('--split <name>', 'a split of that data set', 'sample')
    .option('--unsafe-local', 'run without a sandbox; only for your own models', false)
    .option('--json', 'print JSON')
    .action(evaluate);
}

const collect = (value: string, before: string[]): string[] => [...before, value];

async function evaluate(slug: string, modelPath: string, { set, data, split: name, unsafeLocal, json }: Options): Promise<void> {
  await checkChallengeKnown(slug);
  const challenge = await loadChallenge(slug);
  const { manifest } = challenge;
  const form = parametersFrom(manifest.submission.parameters ?? {}, set);
  if (data === undefined && name !== 'sample')
    throw new CliError(exitCodes.usage, `Only the public sample can be simulated here.`, 'Give an imported data set with --data.', 'usage');
  const model = await openLocalModel(modelPath, manifest, { unsafeLocal });
  const folder = data ?? (await sampleFolder(challenge));
  const split = await splitOf(folder, name);
  const kind = kindOf(manifest.kind);
  const views = data === undefined ? join(folder, 'derived') : await mkdtemp(join(tmpdir(), 'unblind-views-'));
  const run = async (on: LocalSplit, of: string) => {
    const bar = progressBar(`running on ${of}`);
    const viewsDirectory = join(views, of);
    const onProgress = ({ done, total }: { done: number; total: number }) => bar.update(done, total);
    const result = await model.run({ split: on, viewsDirectory, onProgress }).finally(bar.stop);
    if (of === name) await model.checkBatches?.(result, { split: on, viewsDirectory, onProgress: () => undefined });
    return { result, predictions: await kind.interpret(result.output, { manifest, form, rows: on.rows, split: on }) };
  };
  const { result, predictions } = await run(split, name);
  const train = model.output && kind.needsTraining?.(model.output) ? await splitOf(folder, 'train') : null;
  const training = train && { split: train, predictions: (await run(train, 'train')).predictions };
  const scoring = { metrics: metricsOf(manifest), replicates: manifest.scoring.replicates, seed: `${slug}/${name}` };
  if (data !== undefined) await rm(views, { recursive: true });
  const task = { manifest, form, split, predictions, training, context: scoring };
  const { metrics } = await scoreLocally(task, challenge.directory, unsafeLocal);
  const { usage, environment, deterministic } = result;
  if (json) {
    const values = Object.fromEntries(metrics.map(inJson).map(({ name, replicates: _replicates, ...metric }) => [name, metric]));
    return printJson({
      split: name,
      rows: split.rows,
      simulated: data === undefined,
      metrics: values,
      deterministic,
      usage,
      environment,
      parameters: model.parameters,
    });
  }
  const what = data === undefined ? 'simulated events of the public sample' : `events of ${name}, imported`;
  print(`${split.rows} ${what}, ${usage.wallSeconds.toFixed(1)} s in the ${environment.sandbox} sandbox`);
  if (!deterministic) print('warning: the model gave two different outputs for the same input; it is not deterministic');
  print(metricsTable(manifest.kind, metrics));
}

/** The metrics of the first phase that accepts models. */
function metricsOf({ phases, scoring }: Challenge['manifest']): string[] {
  const phase = phases.find(({ kinds }) => kinds?.includes('onnx') ?? true);
  return phase?.metrics ?? scoring.metrics;
}

/** Reads the parameters and fills in the defaults, as the platform does. */
function parametersFrom(form: Form, set: readonly string[]): FormValues {
  const { values, problems } = checkForm(form, formFrom(form, set));
  const [first] = problems;
  if (first)
    throw new CliError(exitCodes.usage, `${first.field}: expected ${first.expected}, got ${first.got}.`, 'Change --set.', 'field-invalid');
  return values;
}

/** The folder of the simulated sample, generated once for each version of the challenge. */
async function sampleFolder({ manifest, sha256 }: Challenge): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'unblind', `${manifest.slug}-${sha256.slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const { seed, sizes, openTruth } = SimulatedSource.parse(manifest.data.sources[manifest.data.default]);
  if (!sizes.sample)
    throw new CliError(exitCodes.participant, `${manifest.slug} has no public sample.`, 'Submit to the platform instead.', 'no-sample');
  // Methods of some kinds are calibrated on the training split, so it is generated too.
  const train: typeof sizes = kindOf(manifest.kind).needsTraining && sizes.train ? { train: sizes.train } : {};
  const bar = progressBar('sample');
  const generator = await loadGenerator(manifest.slug);
  await mkdir(join(cache, 'unblind'), { recursive: true });
  await generator
    .generate({
      seed,
      openTruth,
      sizes: { sample: sizes.sample, ...train },
      directory: folder,
      onProgress: ({ done, total }) => bar.update(done, total),
    })
    .finally(bar.stop);
  return folder;
}

async function splitOf(folder: string, name: string): Promise<LocalSplit> {
  const { splits } = await readDataSetIndex(folder).catch(() => {
    throw new CliError(exitCodes.usage, `${folder} is not a data set.`, 'Give a folder made by `unblind data import`.', 'usage');
  });
  const split = splits[name];
  if (!split) throw new CliError(exitCodes.usage, `${folder} has no split ${name}.`, `It has ${Object.keys(splits).join(', ')}.`, 'usage');
  return localSplit(folder, split);
}
