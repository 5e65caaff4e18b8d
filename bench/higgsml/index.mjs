// HiggsML with systematics: a pseudo-experiment of full size beside pandas, fits, and a whole classifier submission.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from '../../scoring/bench/measure.mjs';
import { classifierCases, classifierSubmission } from './classifier-submission.mjs';
import { pseudoExperiment } from './pseudo-experiment.mjs';

export async function* run({ only }) {
  for (const threads of new Set([1, availableParallelism()])) {
    const name = `pseudo-experiment of a million events on ${threads} thread${threads > 1 ? 's' : ''}, beside the steps of FAIR Universe in pandas`;
    if (name.includes(only))
      yield { name, ...(await inFolder((folder) => measure({ ...pseudoExperiment(folder, threads), pairs: 5 }, folder))) };
  }
  if (classifierCases.some((name) => name.includes(only)))
    for await (const row of classifierSubmission()) if (row.name.includes(only)) yield row;
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
