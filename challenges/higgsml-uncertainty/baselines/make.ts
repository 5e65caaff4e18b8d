import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { challengesRoot } from '../../challenge-folder';
import { loadTraining } from '../load-training';
import { countingGraph } from './counting';
import { networkGraph, trainNetwork } from './network';

/** Makes the models of the baselines again. */
async function make(): Promise<void> {
  const folder = join(challengesRoot, 'higgsml-uncertainty/baselines');
  await writeFile(join(folder, 'counting.onnx'), countingGraph());
  await writeFile(join(folder, 'network.onnx'), networkGraph(trainNetwork(await loadTraining())));
}

void make();
