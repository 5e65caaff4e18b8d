import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { challengesRoot } from '../../challenge-folder';
import { directionsGraph } from './directions';

/** Makes both baselines again. */
async function make(): Promise<void> {
  const folder = join(challengesRoot, 'trackml/baselines');
  await writeFile(join(folder, 'directions.onnx'), directionsGraph({ azimuth: 40, pseudorapidity: 48 }));
  await writeFile(join(folder, 'narrow-directions.onnx'), directionsGraph({ azimuth: 120, pseudorapidity: 60 }));
}

void make();
