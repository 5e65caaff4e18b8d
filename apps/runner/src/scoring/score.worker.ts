import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '@unblind/contracts';
import { scoreSplit } from '@unblind/evaluation';
import { readNpy } from '@unblind/tensors';
import type { ScoreAnswer, ScoreTask } from './score-in-thread';

async function score({ manifest, split, predictions, seed }: ScoreTask): Promise<ScoreAnswer> {
  try {
    const { data } = await readNpy(predictions);
    return { report: await scoreSplit(manifest, split, data instanceof Float32Array ? data : Float64Array.from(data, Number), seed) };
  } catch (error) {
    return { fault: asFault(error).detail };
  }
}

// Both ends of this thread are ours: the task is what score-in-thread passed.
const task: ScoreTask = workerData;
void score(task).then((answer) => parentPort?.postMessage(answer));
