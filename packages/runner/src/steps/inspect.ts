import type { InspectOutcome } from '@unblind/contracts';
import { inspectContainer } from './inspect-container';
import { inspectModels } from './inspect-models';
import { inspectPredictions } from './inspect-predictions';
import type { Equipment, Task } from './task';

/**
 * Inspects the submitted files. Predictions and answers are parsed. A model or an image is checked and then tried on the public sample,
 * so that most mistakes are found before it meets the phase's data and counts.
 *
 * @throws ParticipantFault, PlatformFault
 */
export function inspect(equipment: Equipment, task: Task): Promise<InspectOutcome> {
  switch (task.assignment.kind) {
    case 'predictions':
    case 'answer':
      return inspectPredictions(equipment, task);
    case 'onnx':
      return inspectModels(equipment, task);
    case 'container':
      return inspectContainer(equipment, task);
  }
}
