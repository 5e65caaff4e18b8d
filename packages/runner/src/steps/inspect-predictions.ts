import { PlatformFault, nominal } from '@unblind/contracts';
import type { InspectOutcome } from '@unblind/contracts';
import { kindOf } from '@unblind/evaluation';
import type { Predictions } from '@unblind/evaluation';
import { fileOf } from './open-model';
import { storeRun } from './store-run';
import type { Equipment, Task } from './task';
import { withFetched } from './with-folder';

/** Reads a file of predictions, or an answer, and stores what it says. */
export async function inspectPredictions(equipment: Equipment, task: Task): Promise<InspectOutcome> {
  const predictions = task.assignment.kind === 'answer' ? readAnswer(task) : await readFile(equipment, task);
  return { accepted: 'predictions', runs: [await storeRun(task, { seed: 1, variation: nominal }, predictions)] };
}

function readFile(equipment: Equipment, task: Task): Promise<Predictions> {
  const { manifest, form, rows, entries, files } = task.assignment;
  if (!kindOf(manifest.kind).readFile) throw notTaken(task);
  const file = fileOf(files);
  return withFetched(equipment, task, file, (path) =>
    equipment.reader.readPredictions(path, file.filename, { manifest, form, rows, entries }, task.signal),
  );
}

function readAnswer(task: Task): Predictions {
  const { manifest, form, rows } = task.assignment;
  const kind = kindOf(manifest.kind);
  if (!kind.readAnswer) throw notTaken(task);
  return kind.readAnswer({ manifest, form, rows });
}

function notTaken({ assignment: { kind, manifest } }: Task): PlatformFault {
  return new PlatformFault('internal', {
    message: `Challenges of kind ${manifest.kind} cannot take submissions of kind ${kind} yet.`,
    fix: 'Nothing is wrong with your file.',
  });
}
