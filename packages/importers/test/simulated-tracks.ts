import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadExporter } from '@unblind/challenges';
import { hitWeights } from '@unblind/scoring';

/** The first hits of a simulated event, as the exporter writes them: file name -> content. A whole event takes seconds to read. */
export async function simulatedTracks(hits: number): Promise<Record<string, Buffer>> {
  const exportFiles = await loadExporter('trackml');
  if (!exportFiles) throw new Error('TrackML has no exporter.');
  const directory = mkdtempSync(join(tmpdir(), 'tracks-'));
  await exportFiles({ seed: 4, split: 'sample', rows: 1, directory, hitWeights });
  const files = readdirSync(directory).map((name) => [name, firstHits(name, readFileSync(join(directory, name), 'utf8'), hits)] as const);
  rmSync(directory, { recursive: true });
  return Object.fromEntries(files);
}

/** Lines of hits, cells and truth start with the number of their hit. */
function firstHits(name: string, text: string, hits: number): Buffer {
  if (!/-(hits|cells|truth)\.csv$/.test(name)) return Buffer.from(text);
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const kept = lines.filter((line) => Number.parseInt(line, 10) <= hits);
  return Buffer.from([header, ...kept, ''].join('\n'));
}
