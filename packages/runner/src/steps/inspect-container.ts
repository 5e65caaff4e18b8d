import type { InspectOutcome } from '@unblind/contracts';
import { SampleLog } from './sample-log';
import type { Equipment, Task } from './task';
import { hasSample, noSample, tryOnSample } from './trial';

/** Checks the image, then runs it on the public sample. Its participant sees everything that the container printed. */
export async function inspectContainer(equipment: Equipment, task: Task): Promise<InspectOutcome> {
  if (!hasSample(task)) throw noSample(task);
  const log = new SampleLog();
  try {
    return await tryOnSample(equipment, task, async ({ model: { image }, run }) => {
      const { usage } = await run({ seed: 1, onLog: log.take });
      return {
        accepted: 'image',
        sampleSeconds: usage.wallSeconds,
        image: image ? { layers: image.layers, unpackedBytes: image.unpackedBytes } : null,
        log: log.text,
      };
    });
  } catch (error) {
    throw log.addTo(error);
  }
}
