import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import challenges from '../../challenges/dist/index.js';
import evaluation from '../../packages/evaluation/dist/index.js';
import sandbox from '../../packages/sandbox/dist/index.js';
import scoring from '../../scoring/dist/index.js';

const { loadChallenge, loadGenerator } = challenges;
const { blocksOf, buildTemplates, experimentsOf, inspectSubmission, kindOf, runModel, splitByLengths } = evaluation;
const { selectProvider } = sandbox;
const { Likelihood, fillBins, fitCounts } = scoring;

const slug = 'higgsml-uncertainty';
const experiments = 1000;

export const classifierCases = [
  '1,000 pseudo-experiments and the training split made',
  'classifier submission, 1,000 pseudo-experiments',
  'fit of one pseudo-experiment, median',
];
const [making, submission, fit] = classifierCases;

/** The network baseline on 1,000 pseudo-experiments of the simulated data, as the platform runs it; its data are made beforehand. */
export async function* classifierSubmission() {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-bench-'));
  try {
    const { manifest, directory } = await loadChallenge(slug);
    const { seed, sizes } = manifest.data.sources.simulated;
    const data = join(folder, 'data');
    const generator = await loadGenerator(slug);
    const made = await timed(() =>
      generator.generate({ seed, openTruth: true, sizes: { train: sizes.train, public: experiments }, directory: data }),
    );
    yield { name: making, ours_s: made.seconds, reference_s: null, ratio: null };
    const modelPath = join(directory, 'baselines/network.onnx');
    const provider = await selectProvider({ unsafeLocal: false });
    const kind = kindOf(manifest.kind);
    const run = async (name) => {
      const split = splitOf(data, made.result.splits[name]);
      const { binding } = inspectSubmission(await readFile(modelPath), manifest);
      const { output } = await runModel({
        provider,
        manifest,
        binding,
        modelPath,
        split,
        viewsDirectory: join(folder, name),
        onProgress: () => {},
      });
      return { split, predictions: await kind.interpret(output, { manifest, form: {}, rows: split.rows, split }) };
    };
    let outputs;
    const whole = await timed(async () => {
      outputs = { training: await run('train'), test: await run('public') };
      const context = { metrics: manifest.scoring.metrics, replicates: manifest.scoring.replicates, seed: 'bench' };
      return kind.score({ manifest, form: {}, ...outputs.test, training: outputs.training, context });
    });
    yield {
      name: submission,
      ours_s: whole.seconds,
      reference_s: null,
      ratio: null,
      limit_s: 180,
    };
    yield {
      name: fit,
      ours_s: await medianFit(outputs),
      reference_s: null,
      ratio: null,
      limit_s: 0.005,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function medianFit({ training, test }) {
  const { edges, model } = buildTemplates(await blocksOf(training));
  const { lengths } = await experimentsOf(test.split);
  const likelihood = new Likelihood(model);
  const times = splitByLengths(lengths, test.predictions.scores.data).map((scores) => {
    const counts = fillBins(scores, edges);
    const start = performance.now();
    fitCounts(likelihood, counts);
    return (performance.now() - start) / 1000;
  });
  return times.sort((a, b) => a - b)[times.length >> 1];
}

function splitOf(folder, { rows, views, truth }) {
  const paths = (files) => Object.fromEntries(Object.entries(files).map(([name, { file }]) => [name, join(folder, file)]));
  const lengths = Object.fromEntries(
    Object.entries({ ...views, ...truth }).flatMap(([name, file]) => (file.lengths ? [[name, file.lengths]] : [])),
  );
  return { rows, views: paths(views), truth: paths(truth), lengths };
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { seconds: (performance.now() - start) / 1000, result };
}
