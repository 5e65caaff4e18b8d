// How often the product's 68 % intervals hold the true value: toys of populations whose true values are known.
import { readdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/**
 * A population is a module in populations/ with its `kind` and `cases`: { size, toy }. `toy(stream, seed)` makes data, scores them by the
 * functions that the product scores with, and returns metrics with their bounds and `truth`; what counts events has `counted: true`. A case whose toys
 * are expensive has `most` of them.
 *
 * @yields { metric, size, coverage, error, toys, ok }; without a coverage where the product prints no interval
 */
export async function* table({ only = '', toys = 4000, threads = 1, log = () => undefined }) {
  const folder = new URL('./populations/', import.meta.url);
  const jobs = [];
  for (const file of readdirSync(folder).sort()) {
    const module = new URL(file, folder).href;
    const { kind, cases } = await import(module);
    cases.forEach(({ name = kind, size, most = toys }, at) => {
      if (`${name} ${size}`.includes(only)) jobs.push({ module, at, name, size, toys: Math.min(toys, most) });
    });
  }
  for (const job of jobs) {
    const started = performance.now();
    const parts = await Promise.all(Array.from({ length: threads }, (_, thread) => count({ ...job, first: thread, step: threads })));
    for (const { metric, ...row } of rowsOf(parts)) yield { metric: `${job.name}: ${metric}`, size: job.size, ...row };
    log(`${job.name}, ${job.size}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
}

function count(workerData) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./count.worker.mjs', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Continuous metrics are within 3 % of 68, counts within 5 %, as their values are discrete. */
const bands = { continuous: [0.65, 0.71], counts: [0.64, 0.74] };

function rowsOf(parts) {
  const names = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return names.map((metric) => {
    const of = parts.flatMap((part) => part[metric] ?? []);
    const sum = (key) => of.reduce((total, each) => total + each[key], 0);
    const [toys, covered, without] = [sum('toys'), sum('covered'), sum('without')];
    if (toys === 0) return { metric, coverage: null, error: null, toys: without, ok: true };
    const coverage = covered / toys;
    const [low, high] = bands[of[0].counts ? 'counts' : 'continuous'];
    const error = Math.sqrt((coverage * (1 - coverage)) / toys);
    return { metric, coverage, error, toys, ok: coverage >= low && coverage <= high, ...(without > 0 ? { without } : {}) };
  });
}
