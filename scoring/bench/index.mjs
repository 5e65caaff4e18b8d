// Times every case of cases/*.mjs and its reference in interleaved pairs.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure.mjs';

/**
 * A case is { name, prepare(folder) }. `prepare` writes the input of the reference into a scratch folder and returns
 * { ours, reference, pairs? }. `ours` is timed here. `reference` is a function, also timed here, or the name of a module in
 * reference/*.py, which is timed in its own process (the ratio is null if Debian's Python packages are not installed).
 */
export async function* run({ only }) {
  const folder = new URL('./cases/', import.meta.url);
  for (const file of readdirSync(folder).sort()) {
    const { cases } = await import(new URL(file, folder).href);
    for (const { name, prepare } of cases) {
      if (!name.includes(only)) continue;
      const scratch = mkdtempSync(join(tmpdir(), 'unblind-bench-'));
      try {
        yield { name, ...(await measure(await prepare(scratch), scratch)) };
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    }
  }
}
