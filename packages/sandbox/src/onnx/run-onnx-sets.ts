import type { SandboxProvider } from '../port';
import { checkScores } from './check-scores';
import type { HarnessJob } from './harness/job';
import type { OnnxResult, OnnxSetsRun } from './onnx-run';
import { fromRoot, modelTarget, providerFor, runHarness, threadsOf, viewTarget } from './run-harness';

/**
 * Runs a model on one set after another (the hits of an event, the events of a pseudo-experiment) and returns its numbers, set after
 * set, all finite. The first set is run twice to check that the model is deterministic.
 *
 * Throws what `runOnnx` throws.
 */
export async function runOnnxSets(provider: SandboxProvider, run: OnnxSetsRun): Promise<OnnxResult> {
  const { modelPath, inputs, output, limits, gpu, signal, harness } = run;
  const fixed = output.shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  const values = fixed * output.sizes.reduce((sum, size) => sum + size, 0);
  const setsDone = counter(output.sizes.map((size) => fixed * size));
  const result = await runHarness(provider, {
    job: harnessJob(run),
    modelPath,
    views: inputs.map(({ path }, index) => ({ source: path, target: viewTarget(index) })),
    values,
    limits,
    gpu,
    signal,
    harness,
    onValues: (received) => run.onProgress?.({ done: setsDone(received), total: output.sizes.length, unit: 'sets' }),
  });
  checkScores(result.scores, output, placeOf(output.sizes, fixed));
  return result;
}

function harnessJob({ inputs, output, limits, gpu }: OnnxSetsRun): HarnessJob {
  return {
    kind: 'sets',
    model: fromRoot(modelTarget),
    inputs: inputs.map(({ name, dtype, entryShape, lengths, axis }, index) => ({
      name,
      path: fromRoot(viewTarget(index)),
      dtype,
      entryShape,
      lengths: [...lengths],
      axis,
    })),
    output: { name: output.name, shape: output.shape, integers: output.integers },
    sizes: [...output.sizes],
    threads: threadsOf(limits),
    executionProvider: providerFor(gpu),
  };
}

/** Converts a count of received numbers, which must not decrease, into a count of complete sets. */
function counter(values: readonly number[]): (received: number) => number {
  let [sets, sum] = [0, 0];
  return (received) => {
    while (sets < values.length && sum + (values[sets] ?? 0) <= received) sum += values[sets++] ?? 0;
    return sets;
  };
}

/** Describes the position of a number for messages. */
function placeOf(sizes: readonly number[], fixed: number): (index: number) => string {
  return (index) => {
    let [set, start] = [0, 0];
    while (set < sizes.length - 1 && start + fixed * (sizes[set] ?? 0) <= index) start += fixed * (sizes[set++] ?? 0);
    return `set ${set}, entry ${Math.floor((index - start) / fixed)}`;
  };
}
