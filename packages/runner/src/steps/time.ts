import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformFault, gpuFor, nominal, throughputOf, withoutComputed } from '@unblind/contracts';
import type { TimeOutcome } from '@unblind/contracts';
import { checkAnswers, inspectSubmission, timeImage, timeModel } from '@unblind/evaluation';
import type { TimingRun } from '@unblind/evaluation';
import type { OnnxTiming } from '@unblind/sandbox';
import { readNpy } from '@unblind/tensors';
import { coresFor } from '../hardware/cores';
import type { Gpu } from '../hardware/gpu';
import { hardwareOf } from '../hardware/hardware';
import { fetchInputs, inputsOf, type LocalInputs } from './fetch-inputs';
import { measuredTiming } from './measured-timing';
import { bindingOf, fileOf, sandboxOf, withImage, withModel } from './open-model';
import type { Equipment, Task } from './task';
import { withFolder } from './with-folder';

/** What the timing of one submission works with. */
interface Timing extends Equipment {
  /** What the submission uses; null: the CPU alone. */
  gpu: Gpu | null;
  folder: string;
  inputs: LocalInputs;
}

type Run = Omit<TimingRun, 'submission' | 'onProgress'>;

/**
 * Times the first model of a scored submission and the challenge's reference model. The caller makes sure that nothing else runs on
 * this machine.
 *
 * @throws ParticipantFault, PlatformFault
 */
export function time(equipment: Equipment, task: Task): Promise<TimeOutcome> {
  const { assignment } = task;
  const { gpu } = gpuFor(assignment, equipment.gpu);
  const referenceSha256 = referenceOf(task).sha256;
  return withFolder(equipment, task, async (folder) => {
    const inputs = await fetchInputs(equipment, task, inputsOf(task, assignment.split, null));
    const timing = { ...equipment, gpu, folder, inputs };
    const run = await prepare(timing, task);
    try {
      const measured = await timeSubmission(timing, task, run);
      checkAnswers(measured.scores, await scoredAnswers(timing, task), assignment.gpu === 'none' ? 'cpu' : 'cuda');
      return { timing: measuredTiming(measured), hardware: hardwareOf(measured.environment, gpu), referenceSha256 };
    } catch (error) {
      throw assignment.hiddenInputs ? withoutComputed(error) : error;
    }
  });
}

async function prepare({ sandboxes, gpu, folder, inputs }: Timing, task: Task): Promise<Run> {
  const { manifest } = task.assignment;
  const throughput = throughputOf(task.assignment);
  const modelPath = join(folder, 'reference.onnx');
  await task.fetch(referenceOf(task), modelPath);
  return {
    provider: sandboxOf(sandboxes.models),
    manifest,
    throughput,
    reference: { modelPath, binding: inspectSubmission(await readFile(modelPath), manifest).binding },
    ...inputs,
    signal: task.signal,
    // The reference of a container on a GPU runs on the CPU if onnxruntime cannot use that GPU.
    executionProvider: gpu?.runsModels ? 'cuda' : 'cpu',
    ...(gpu ? { gpu: gpu.files } : {}),
    cores: coresFor(throughput.cores),
  };
}

async function timeSubmission({ sandboxes, images, folder }: Timing, task: Task, run: Run): Promise<OnnxTiming> {
  const { kind, files } = task.assignment;
  if (kind === 'container') {
    const provider = sandboxOf(sandboxes.images);
    return withImage({ images, folder }, task, (image) => timeImage({ ...run, folder, images: provider, image }));
  }
  const modelPath = join(folder, 'model.onnx');
  await task.fetch(fileOf(files), modelPath);
  return timeModel({ ...run, submission: { modelPath, binding: bindingOf(task.assignment) }, onProgress: () => undefined });
}

/** The scores that the model gave when it was scored: as stored, or from a repeated run if this kind stores only derived values. */
async function scoredAnswers({ inputs, ...timing }: Timing, task: Task): Promise<Float64Array> {
  const { scores } = task.assignment;
  if (scores) {
    const path = join(timing.folder, 'scores.npy');
    await task.fetch(scores, path);
    return Float64Array.from((await readNpy(path)).data, Number);
  }
  const folder = join(timing.folder, 'again');
  await mkdir(folder);
  const { output } = await withModel({ ...timing, folder }, task, (model) =>
    model.run({ seed: 1, variation: nominal, ...inputs, signal: task.signal, progress: () => undefined }),
  );
  return Float64Array.from(output.data, Number);
}

function referenceOf({ assignment: { reference } }: Task) {
  if (reference) return reference;
  throw new PlatformFault('data-missing', {
    message: 'The challenge has no reference model to compare with.',
    fix: 'Nothing is wrong with your file.',
  });
}
