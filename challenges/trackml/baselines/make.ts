import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { challengesRoot } from '../../challenge-folder';
import { directionsGraph } from './directions';
import { doubletsGraph } from './doublets';
import { trainDoublets } from './train-doublets';

/** Regenerates the baselines. */
async function make(): Promise<void> {
  const folder = join(challengesRoot, 'trackml/baselines');
  await writeFile(join(folder, 'directions.onnx'), directionsGraph({ azimuth: 40, pseudorapidity: 48 }));
  await writeFile(join(folder, 'doublets.onnx'), doubletsGraph(await trainDoublets()));
}

void make();
