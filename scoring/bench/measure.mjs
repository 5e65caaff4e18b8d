import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const serve = fileURLToPath(new URL('./reference/serve.py', import.meta.url));

/** A Python with the packages that the references need: Debian's own is tried before the one on the PATH. */
const python = ['/usr/bin/python3', 'python3'].find((command) => spawnSync(command, ['-c', 'import numpy, pandas, sklearn']).status === 0);

/**
 * Medians over interleaved pairs, so that other work on the machine affects both sides alike. A first pair is not measured, because
 * it compiles the code and fills caches.
 */
export async function measure({ ours, reference, pairs = 7, memoryRatio }, folder) {
  const other = await timerOf(reference, folder);
  const rows = [];
  try {
    for (let pair = 0; pair <= pairs; pair++) {
      const row = { ours: await timed(ours), reference: await other.time() };
      if (pair > 0) rows.push(row);
    }
  } finally {
    other.stop();
  }
  const compared = rows.every((row) => row.reference !== null);
  return {
    ours_s: median(rows.map((row) => row.ours)),
    reference_s: compared ? median(rows.map((row) => row.reference)) : null,
    ratio: compared ? median(rows.map((row) => row.reference / row.ours)) : null,
    ...(memoryRatio ? { memory_ratio: memoryRatio() } : {}),
  };
}

async function timerOf(reference, folder) {
  if (typeof reference === 'function') return { time: () => timed(reference), stop: () => {} };
  if (!python || !reference) return { time: async () => null, stop: () => {} };
  const child = spawn(python, [serve, reference, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const time = async () => {
    child.stdin.write('run\n');
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`The reference ${reference} ended early.`);
    return Number(value);
  };
  return { time, stop: () => child.stdin.end() };
}

async function timed(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
