import { join } from 'node:path';
import { ParticipantFault, gpuFor } from '@unblind/contracts';
import type { ContractBinding, InspectOutcome, Inspection, SubmittedModelFile } from '@unblind/contracts';
import { otherBatches } from '@unblind/evaluation';
import { bindingOf, fileOf } from './open-model';
import type { Equipment, Task } from './task';
import { hasSample, tryOnSample } from './trial';
import { withFetched } from './with-folder';

interface InspectedModel {
  filename: string;
  inspection: Inspection;
  binding: ContractBinding;
}

/**
 * Checks each model against the challenge's contract without running it, then runs all on the public sample, unless that needs a GPU
 * which this runner lacks.
 */
export async function inspectModels(equipment: Equipment, task: Task): Promise<InspectOutcome> {
  const { files } = task.assignment;
  const first = await readModel(equipment, task, fileOf(files));
  for (const file of files.slice(1)) checkSameShape(first, await readModel(equipment, task, file));
  const { inspection, binding } = first;
  const bound = { ...task, assignment: { ...task.assignment, binding } };
  const canTry = hasSample(task) && gpuFor(task.assignment, equipment.gpu).waitsFor === null;
  if (!canTry) return { accepted: 'models', inspection, binding, sampleSeconds: null };
  const tried = await tryModels(equipment, bound);
  return { accepted: 'models', inspection, binding: tried.binding, sampleSeconds: tried.seconds };
}

function readModel(equipment: Equipment, task: Task, file: SubmittedModelFile): Promise<InspectedModel> {
  return withFetched(equipment, task, file, async (path) => ({
    filename: file.filename,
    ...(await equipment.reader.inspectModel(path, task.assignment.manifest, task.signal)),
  }));
}

/**
 * Runs each model twice: as it will be run, then on the same rows in other batches. Returns the seconds of the former, and the binding
 * with the contract of the width that the outputs have.
 */
function tryModels(equipment: Equipment, task: Task): Promise<{ seconds: number; binding: ContractBinding }> {
  const { manifest, files } = task.assignment;
  let binding = bindingOf(task.assignment);
  return tryOnSample(equipment, task, async ({ sample, viewsDirectory, folder, on, run }) => {
    const model = { manifest, binding, modelPath: '', split: sample, viewsDirectory };
    const check = await otherBatches(model, join(folder, 'backwards'), on);
    let seconds = 0;
    for (const seed of files.keys()) {
      const usual = await run({ seed: seed + 1 });
      seconds += usual.usage.wallSeconds;
      if (usual.binding && seed > 0) checkSameOutput(binding, usual.binding, fileOf(files, seed + 1).filename);
      binding = usual.binding ?? binding;
      await check(usual, (again) => run({ seed: seed + 1, ...again }));
    }
    return { seconds, binding };
  });
}

/** The widths of outputs that the files do not tell are known once they have run. */
function checkSameOutput(first: ContractBinding, other: ContractBinding, filename: string): void {
  const [expected, got] = [JSON.stringify(first.output), JSON.stringify(other.output)];
  if (expected === got) return;
  throw new ParticipantFault('model-output-shape', {
    message: `The output of ${filename} is of another shape than that of the first model.`,
    subject: filename,
    expected,
    got,
    fix: 'Send models of one method, trained from different seeds. Submit other methods separately.',
  });
}

/** The models of one submission may differ only in their weights: their inputs and outputs must be the same. */
function checkSameShape(first: InspectedModel, other: InspectedModel): void {
  const shape = ({ binding: { inputs, output, fixedBatch } }: InspectedModel) => JSON.stringify([inputs, output, fixedBatch]);
  if (shape(first) === shape(other)) return;
  throw new ParticipantFault('contract-input-shape', {
    message: `${other.filename} has different inputs or outputs from ${first.filename}.`,
    subject: other.filename,
    expected: shape(first),
    got: shape(other),
    fix: 'Send models of one method, trained from different seeds. Submit other methods separately.',
  });
}
