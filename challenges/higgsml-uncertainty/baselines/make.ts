import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { challengesRoot } from '../../challenge-folder';
import { loadTraining } from '../load-training';
import { countingGraph } from './counting';
import { networkGraph, trainNetwork } from './network';
import { calibrate, sumEstimatorGraph } from './sum-estimator';

/** Regenerates the baseline models. */
async function make(): Promise<void> {
  const write = (name: string, bytes: Uint8Array) => writeFile(join(challengesRoot, 'higgsml-uncertainty/baselines', name), bytes);
  await write('counting.onnx', countingGraph());
  const training = await loadTraining();
  const [central] = training;
  if (!central) throw new Error('no training events');
  const network = trainNetwork(central);
  await write('network.onnx', networkGraph(network));
  const calibration = calibrate(network, training);
  console.log(calibration);
  await write('sum-estimator.onnx', sumEstimatorGraph(network, calibration));
}

void make();
