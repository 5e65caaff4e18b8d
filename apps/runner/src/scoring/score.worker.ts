import { parentPort } from 'node:worker_threads';
import { PlatformFault, asFault } from '@unblind/contracts';
import { kindOf, readPredictions, scorePredictions } from '@unblind/evaluation';
import type { Predictions } from '@unblind/evaluation';
import type { ScoreAnswer, ThreadTask } from './score-in-thread';

async function score({ predictions, training, ...task }: ThreadTask): Promise<ScoreAnswer> {
  const combined = async (folders: readonly string[]): Promise<Predictions> => {
    const all = await Promise.all(folders.map(readPredictions));
    const kind = kindOf(task.manifest.kind);
    if (all.length > 1 && kind.combine) return kind.combine(all);
    if (all[0] && all.length === 1) return all[0];
    throw new PlatformFault('internal', {
      message: `${all.length} models cannot be combined in a challenge of kind ${task.manifest.kind}.`,
      fix: 'Nothing is wrong with your file.',
    });
  };
  try {
    const report = await scorePredictions({
      ...task,
      predictions: await combined(predictions),
      training: training && { split: training.split, predictions: await combined(training.predictions) },
    });
    return { report };
  } catch (error) {
    return { fault: asFault(error).detail };
  }
}

// No parsing needed: score-in-thread.ts sent this value, typed as ThreadTask.
parentPort?.once('message', (task: ThreadTask) => void score(task).then((answer) => parentPort?.postMessage(answer)));
