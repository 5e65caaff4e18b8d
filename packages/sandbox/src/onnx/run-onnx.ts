import type { SandboxProvider } from '../port';
import { checkScores } from './check-scores';
import type { HarnessJob } from './harness/job';
import type { OnnxResult, OnnxRun } from './onnx-run';
import { fromRoot, modelTarget, providerFor, runHarness, threadsOf, viewTarget } from './run-harness';

/**
 * Runs a model on its input views in a sandbox and returns one finite score per row, or one number per row and column.
 *
 * A graph with a fixed batch size runs on that many rows at a time; the last batch is padded with copies of its last row, whose
 * scores are dropped. The first batch is run twice to check that the model is deterministic.
 *
 * Throws what `runHarness` throws, and ParticipantFault `model-output-not-finite`, `model-output-out-of-range`. Only the `got` of a
 * fault holds values computed from the data; for hidden data, participants do not see that field.
 */
export async function runOnnx(provider: SandboxProvider, run: OnnxRun): Promise<OnnxResult> {
  const { modelPath, inputs, rows, output, limits, gpu, signal, harness } = run;
  const columns = columnsOf(output);
  const result = await runHarness(provider, {
    job: harnessJob(run),
    modelPath,
    views: inputs.map(({ path }, index) => ({ source: path, target: viewTarget(index) })),
    values: rows * columns,
    limits,
    gpu,
    signal,
    harness,
    onValues: (done) => run.onProgress?.({ done: Math.floor(done / columns), total: rows, unit: 'samples' }),
  });
  const { columns: names } = output;
  checkScores(result.scores, output, names && ((index) => `row ${Math.floor(index / columns)}, ${names[index % columns] ?? ''}`));
  return result;
}

/** How many numbers each row has. */
export function columnsOf({ columns }: OnnxRun['output']): number {
  return columns?.length ?? 1;
}

function harnessJob({ inputs, output, rows, fixedBatch, batch, limits, gpu }: OnnxRun): HarnessJob {
  return {
    kind: 'rows',
    model: fromRoot(modelTarget),
    inputs: inputs.map(({ name, dtype, rowShape }, index) => ({ name, path: fromRoot(viewTarget(index)), dtype, rowShape })),
    rows,
    output: { name: output.name, select: output.select, columns: columnsOf(output), width: output.width },
    batch: fixedBatch ?? batch,
    padLastBatch: fixedBatch !== null,
    threads: threadsOf(limits),
    executionProvider: providerFor(gpu),
  };
}
