// How reliable timings are on this machine: the spread of repeated timings of one model, as a ratio to a reference and as raw wall
// time, and the reported rate compared with that of a bare loop around onnxruntime-node.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import challenges from '../../../challenges/dist/index.js';
import writer from '../../onnx-writer/dist/index.js';
import random from '../../random/dist/index.js';
import scoring from '../../../scoring/dist/index.js';
import tensors from '../../tensors/dist/index.js';
import sandbox from '../dist/index.js';

const runs = 10;
const pairs = 12;
const rows = 2000;
const batch = 64;
const core = 0;
const constituents = [200, 4];

export async function report({ log }) {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-bench-'));
  try {
    const models = writeModels(folder);
    return { ...(await spreads(models, log)), ...(await harnessRatio(models, log)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The spread is the standard deviation over the runs, divided by their mean. */
async function spreads({ network, deepSets }, log) {
  const ratios = [];
  for (let run = 0; run < runs; run++) {
    const { blocks, wall } = await offline(network, deepSets, 4);
    const ratio = scoring.withContention(scoring.speedRatio('ratio', blocks, `run ${run}`, 200), 1 - total(blocks) / total(wall));
    const rate = scoring.medianRate('rate', wall, `run ${run}`, 0).value;
    ratios.push({ ...ratio, rate });
    log(
      `run ${run + 1} of ${runs}: ratio ${ratio.value.toFixed(4)} [${ratio.low.toFixed(4)}, ${ratio.high.toFixed(4)}], ${rate.toFixed(0)} samples/s`,
    );
  }
  const centre = median(ratios.map(({ value }) => value));
  return {
    runs,
    ratio_median: centre,
    ratio_spread: spread(ratios.map(({ value }) => value)),
    raw_spread: spread(ratios.map(({ rate }) => rate)),
    intervals_with_median: ratios.filter(({ low, high }) => low <= centre && centre <= high).length / runs,
  };
}

/** Rates of a timing in the sandbox and of the bare loop, in turns: the median over all pairs of neighbours. */
async function harnessRatio({ network }, log) {
  const bare = [bareRate(network)];
  const platform = [];
  for (let pair = 0; pair < pairs; pair++) {
    const { blocks } = await offline(network, null, 1);
    platform.push(1 / scoring.medianRate('rate', blocks, 's', 0).value);
    bare.push(bareRate(network));
    log(`pair ${pair + 1} of ${pairs}: platform ${(1 / platform.at(-1)).toFixed(0)}, bare loop ${(1 / bare.at(-1)).toFixed(0)} samples/s`);
  }
  const blocks = [{ reference: Float64Array.from(bare), model: Float64Array.from(platform) }];
  return { pairs, harness_ratio: scoring.speedRatio('ratio', blocks, 's', 0).value };
}

async function offline(submission, reference, seconds) {
  const timing = await sandbox.timeOnnx(new sandbox.BubblewrapProvider(), {
    submission,
    reference,
    scenarios: ['offline'],
    batches: [batch],
    cores: [core],
    executionProvider: 'cpu',
    budget: { seconds, atMostSeconds: seconds, queries: 0 },
    limits: sandbox.limitsFor({ memoryBytes: 2 * 1024 ** 3, wallSeconds: 120, cpus: 2 }),
  });
  const { blocks } = timing.scenarios.offline;
  return {
    blocks: blocks.map(({ reference: times, submission: model }) => ({ reference: times, model })),
    wall: blocks.map(({ wall: model }) => ({ model })),
  };
}

/** Seconds per sample. */
function bareRate({ modelPath, inputs: [{ name, path }] }) {
  const loop = fileURLToPath(new URL('./bare-loop.mjs', import.meta.url));
  const job = JSON.stringify({ model: modelPath, input: name, path, rowShape: constituents, batch, seconds: 1 });
  const { stdout, stderr, status } = spawnSync('taskset', ['--cpu-list', String(core), process.execPath, loop, job], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The bare loop failed: ${stderr}`);
  return Number(stdout);
}

function writeModels(folder) {
  const stream = random.namedStream('bench/throughput');
  const normal = (length, scale) => Float32Array.from({ length }, () => scale * stream.normal());
  const path = join(folder, 'constituents.npy');
  writeFileSync(path, tensors.encodeNpy('float32', [rows, ...constituents], normal(rows * 800, 10)));
  const modelPath = join(folder, 'network.onnx');
  writeFileSync(modelPath, network(normal));
  const timed = (model) => ({
    kind: 'rows',
    modelPath: model,
    rows,
    inputs: [{ name: 'constituents', path, dtype: 'float32', rowShape: constituents }],
    output: { name: 'score', select: null },
    fixedBatch: null,
  });
  return { network: timed(modelPath), deepSets: timed(join(challenges.challengesRoot, 'top-tagging/baselines/deep-sets.onnx')) };
}

/** A typical tagger: two layers on each constituent, the mean over constituents, and one more layer. */
function network(normal) {
  const graph = new writer.GraphBuilder('network');
  const [particles, features] = constituents;
  let tensor = graph.node('Reshape', [graph.input('constituents', 'float32', ['N', ...constituents]), graph.integers([-1, features])]);
  const layer = (from, to, activation) => {
    const weights = graph.floats(normal(from * to, 1 / Math.sqrt(from)), [from, to]);
    tensor = graph.node(activation, [graph.node('MatMul', [tensor, weights])]);
  };
  layer(features, 48, 'Relu');
  layer(48, 48, 'Relu');
  tensor = graph.node('Reshape', [tensor, graph.integers([-1, particles, 48])]);
  tensor = graph.node('ReduceMean', [tensor], { axes: [1], keepdims: 0 });
  layer(48, 1, 'Sigmoid');
  graph.node('Reshape', [tensor, graph.integers([-1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes();
}

const total = (blocks) => blocks.flatMap(({ model }) => [...model]).reduce((sum, time) => sum + time, 0);

function spread(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) / mean;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
