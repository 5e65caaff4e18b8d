#!/usr/bin/env node
// node infra/gpu-check/gpu-check.mjs [--json] [--provider cuda]: runs each baseline on the CPU and on the GPU, compares the
// outputs and prints the samples per second of each; then does the same in the sandbox, as a scored run does, and tries whether a
// container sees the GPU. Needs root, and `npm run build -- --no-web` before. Exit codes: 0 all agree, 1 some outputs do not agree or
// a container does not see the GPU, 2 this machine does not have the provider.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import challenges from '../../challenges/dist/index.js';
import random from '../../packages/random/dist/index.js';
import { cardFiles, containerSeesCard, scoredRun } from './in-sandbox.mjs';

/** Relative, or absolute below 1: a GPU sums in another order, and its kernels approximate some functions differently. */
const tolerance = 2e-2;
const batches = [1, 16, 256, 1024];
const secondsEach = 1;
/** For free axes other than the first. */
const freeSize = 500;

const { values } = parseArgs({ options: { json: { type: 'boolean' }, provider: { type: 'string', default: 'cuda' } } });
// Runners set this too: otherwise products may be computed with a ten-bit mantissa.
process.env.NVIDIA_TF32_OVERRIDE = '0';
const card = cardFiles();
const withCard = values.provider !== 'cpu' && typeof card !== 'string';
const rows = [];
const scored = [];
for (const slug of await challenges.listChallenges()) {
  const { directory, manifest } = await challenges.loadChallenge(slug);
  for (const baseline of manifest.baselines) {
    const model = `${slug}: ${baseline.name}`;
    rows.push(...(await compare(model, join(directory, baseline.file))));
    const run = await scoredRun({ manifest, directory }, baseline, { gpu: withCard ? card : undefined, largestDifference });
    scored.push({ model, ...run });
  }
}
const container = withCard ? await containerSeesCard(card) : { skipped: typeof card === 'string' ? card : 'the provider is the CPU' };
const worst = Math.max(...[...rows, ...scored].map(({ difference = 0 }) => difference));
const ok = worst <= tolerance && scored.every(({ failed }) => failed === undefined) && container.ok !== false;
if (values.json) console.log(JSON.stringify({ provider: values.provider, tolerance, worst, ok, rows, scored, container }));
else {
  for (const { model, batch, cpu, gpu, difference } of rows)
    console.log(
      `${model}, batch ${batch}: CPU ${cpu.toFixed(0)}/s, ${values.provider} ${gpu.toFixed(0)}/s, largest difference ${difference.toExponential(1)}`,
    );
  for (const { model, skipped, failed, executionProvider, difference } of scored)
    console.log(
      `${model}, scored run: ${failed ?? (skipped ? `left out, ${skipped}` : `on ${executionProvider}, largest difference ${difference.toExponential(1)}`)}`,
    );
  console.log(
    `Container: ${container.failed ?? (container.skipped ? `left out, ${container.skipped}` : container.seen || 'sees no card')}`,
  );
  console.log(ok ? `All agree to ${tolerance}.` : `Some outputs do not agree to ${tolerance}, or a check failed.`);
}
process.exit(ok ? 0 : 1);

async function compare(model, path) {
  const cpu = await InferenceSession.create(path, { executionProviders: ['cpu'], logSeverityLevel: 3 });
  const gpu = await open(path);
  const sizes = cpu.inputMetadata.every(({ shape }) => typeof shape[0] === 'string') ? batches : [1];
  const measured = [];
  for (const batch of sizes) {
    const feeds = inputs(cpu.inputMetadata, batch);
    const [expected, got] = [await cpu.run(feeds), await gpu.run(feeds)];
    const difference = Math.max(...Object.keys(expected).map((name) => largestDifference(expected[name].data, got[name].data)));
    measured.push({ model, batch, cpu: batch * (await rate(cpu, feeds)), gpu: batch * (await rate(gpu, feeds)), difference });
  }
  return measured;
}

async function open(path) {
  try {
    return await InferenceSession.create(path, {
      executionProviders: [values.provider, 'cpu'],
      preferredOutputLocation: 'cpu-pinned',
      logSeverityLevel: 3,
    });
  } catch (error) {
    console.error(`${values.provider} is not available: ${error.message}`);
    console.error(
      'CUDA 12 and cuDNN 9 must be installed, and node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12 run.',
    );
    process.exit(2);
  }
}

/** Calls per second, after a warm-up. */
async function rate(session, feeds) {
  for (let call = 0; call < 3; call++) await session.run(feeds);
  const started = performance.now();
  let calls = 0;
  for (; performance.now() - started < secondsEach * 1000; calls++) await session.run(feeds);
  return calls / ((performance.now() - started) / 1000);
}

/** The first axis is the batch; indices of edges stay within the other inputs' entries. */
function inputs(metadata, batch) {
  const stream = random.namedStream('gpu-check');
  const isSet = metadata.some(({ type }) => type === 'int64');
  return Object.fromEntries(
    metadata.map(({ name, type, shape }) => {
      const dims = shape.map((size, axis) => (typeof size === 'number' ? size : axis === 0 && !isSet ? batch : freeSize));
      const length = dims.reduce((product, size) => product * size, 1);
      if (type === 'int64')
        return [
          name,
          new Tensor(
            'int64',
            BigInt64Array.from({ length }, () => BigInt(stream.integer(freeSize))),
            dims,
          ),
        ];
      return [
        name,
        new Tensor(
          'float32',
          Float32Array.from({ length }, () => 10 * stream.normal()),
          dims,
        ),
      ];
    }),
  );
}

function largestDifference(expected, got) {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [Number(expected[i]), Number(got[i])];
    largest = Math.max(largest, Number.isNaN(a) && Number.isNaN(b) ? 0 : Math.abs(a - b) / Math.max(1, Math.abs(a)));
  }
  return largest;
}
