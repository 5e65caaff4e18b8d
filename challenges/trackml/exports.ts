import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveSeed } from '@unblind/random';
import { generateTrackerEvent, nominalTracker } from '@unblind/simulation';
import type { ExportRequest } from '../data-exporter';
import { firstEventId } from './data';
import { detectorsCsv, eventCsv } from './event-csv';

/** Writes the events of a split as TrackML's CSV files, with detectors.csv. @returns the names of the files */
export async function exportFiles({ seed, split, rows, directory, hitWeights }: ExportRequest): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const written: string[] = [];
  const write = async (name: string, content: string) => {
    await writeFile(join(directory, name), content);
    written.push(name);
  };
  await write('detectors.csv', detectorsCsv());
  for (let row = 0; row < rows; row++) {
    const event = generateTrackerEvent(deriveSeed(seed, split), row, nominalTracker);
    const { hits, particles } = event;
    const weights = hitWeights({
      particleIds: BigInt64Array.from(hits, ({ particleId }) => particleId),
      tz: Float64Array.from(hits, ({ truth }) => truth[2]),
      particles: {
        particleIds: BigInt64Array.from(particles, ({ id }) => id),
        vz: Float64Array.from(particles, ({ z }) => z),
        px: Float64Array.from(particles, ({ px }) => px),
        py: Float64Array.from(particles, ({ py }) => py),
      },
    });
    for (const [name, content] of Object.entries(eventCsv(event, weights)))
      await write(`event${String(firstEventId + row).padStart(9, '0')}-${name}.csv`, content);
  }
  return written;
}
