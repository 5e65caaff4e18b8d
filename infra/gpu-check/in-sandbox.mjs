// The runner's uses of a GPU: a scored run of a model in the sandbox, on the CPU and on the GPU, and a container that sees the GPU.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import evaluation from '../../packages/evaluation/dist/index.js';
import sandbox from '../../packages/sandbox/dist/index.js';
import tensors from '../../packages/tensors/dist/index.js';
import random from '../../packages/random/dist/index.js';

const rows = 2000;

/** The files of the GPU that sandboxes get; a text if there is no GPU, saying why. */
export function cardFiles() {
  try {
    const files = sandbox.gpuFiles();
    return files.devices.length > 0 ? files : 'there is no device file of a card in /dev';
  } catch (error) {
    return error.message;
  }
}

/** The largest difference between the two scored runs of a baseline, or why it was skipped. */
export async function scoredRun({ manifest, directory }, baseline, { gpu, largestDifference }) {
  const folder = await mkdtemp(join(tmpdir(), 'gpu-check-'));
  try {
    const modelPath = join(directory, baseline.file);
    const { binding } = evaluation.inspectSubmission(await readFile(modelPath), manifest);
    const stored = Object.entries(manifest.data.views).filter(([, { from }]) => from === undefined);
    if (stored.some(([, { per }]) => per === 'set')) return { skipped: 'it runs on sets, which are not made up here' };
    const stream = random.namedStream(`gpu-check/${manifest.slug}`);
    const views = {};
    for (const [name, { shape, dtype }] of stored) {
      const rowShape = shape.slice(1);
      const length = rowShape.reduce((product, size) => product * size, rows);
      views[name] = join(folder, `${name}.npy`);
      const data = Float32Array.from({ length }, () => 10 * Math.abs(stream.normal()));
      await writeFile(views[name], tensors.encodeNpy(dtype, [rows, ...rowShape], data));
    }
    const provider = await sandbox.selectProvider({ unsafeLocal: false });
    const run = {
      provider,
      manifest,
      binding,
      modelPath,
      split: { rows, views, truth: {}, lengths: {} },
      viewsDirectory: join(folder, 'derived'),
      onProgress: () => undefined,
    };
    const [cpu, card] = [await evaluation.runModel(run), await evaluation.runModel({ ...run, gpu })];
    const { executionProvider } = card.environment;
    return { executionProvider, deterministic: card.deterministic, difference: largestDifference(cpu.output.data, card.output.data) };
  } catch (error) {
    return { failed: error.message };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a container with only nvidia-smi in it, with and without the GPU, and returns what it prints. */
export async function containerSeesCard(gpu) {
  const folder = await mkdtemp(join(tmpdir(), 'gpu-check-'));
  try {
    const program = '/usr/bin/nvidia-smi';
    const layer = await sandbox.tarOf(sandbox.programEntries([program]));
    const archive = join(folder, 'image.tar');
    await writeFile(archive, await sandbox.tarOf(sandbox.ociEntries({ layers: [layer], config: { Entrypoint: [program, '-L'] } })));
    const image = await sandbox.unpackImage(archive, join(folder, 'root'), sandbox.imageLimitsFor(64 * 1024 ** 2));
    const provider = await sandbox.selectImageProvider();
    const limits = sandbox.limitsFor({ memoryBytes: 2 * 1024 ** 3, wallSeconds: 60, cpus: 1 });
    const look = async (given) => {
      const { exitCode, stdout } = await provider.run({ command: image.command, image, mounts: [], limits, ...given });
      return exitCode === 0 ? stdout.toString().trim() : '';
    };
    const [seen, withoutCard] = [await look({ gpu }), await look({})];
    return { seen, ok: seen.includes('GPU 0') && !withoutCard.includes('GPU 0') };
  } catch (error) {
    return { failed: error.message, ok: false };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
