import { randomInt } from 'node:crypto';
import { toolMounts } from '../../host-tools';
import { limitFault } from '../../limit-fault';
import type { SandboxMount, SandboxProvider } from '../../port';
import { executionProviderFault, withFullPrecision } from '../gpu-run';
import { harnessNotStarted, crashFault, harnessFault } from '../harness-faults';
import type { Role, TimedModelJob, TimingJob } from '../harness/timing/timing-job';
import { fromRoot } from '../run-harness';
import { runInSandbox } from '../run-in-sandbox';
import { columnsOf } from '../run-onnx';
import { builtHarness, onnxRuntime } from '../runtime-mounts';
import { TimingAnswer } from './timing-answer';
import type { OnnxTiming, OnnxTimingRun, TimedOnnx } from './timing-run';

/**
 * Times a model in the sandbox, in turns with the reference model, with the clock of the harness. Each job has a different order of
 * queries. The answers are returned, so that they can be compared with those of the scored run.
 *
 * Throws the faults that `runOnnx` throws.
 */
export async function timeOnnx(provider: SandboxProvider, run: OnnxTimingRun): Promise<OnnxTiming> {
  const runtime = onnxRuntime(run.harness ?? builtHarness());
  const job = timingJob(run);
  const answer = new TimingAnswer(job.values);
  // Six bytes per score as base64; the lines of slices have a few kilobytes each.
  const limits = { ...run.limits, outputBytes: job.values * 6 + 64 * 1024 ** 2 };
  const result = await runInSandbox(provider, {
    command: [...pinned(run.cores), ...runtime.command.slice(0, -1), './harness/timing/timing-harness.js'],
    mounts: [
      ...runtime.mounts,
      ...(run.cores ? toolMounts(['taskset']) : []),
      ...mountsOf('submission', run.submission),
      ...(run.reference ? mountsOf('reference', run.reference) : []),
    ],
    limits,
    ...(run.gpu ? { gpu: withFullPrecision(run.gpu) } : {}),
    stdin: JSON.stringify(job),
    onOutput: progressing(answer, run),
    ...(run.signal ? { signal: run.signal } : {}),
  });
  const limit = limitFault(result, limits);
  if (limit) throw limit;
  if (answer.failed)
    throw executionProviderFault(answer.failed.message, run.executionProvider) ?? harnessFault(answer.failed, limits, result.usage);
  if (!answer.ready) throw harnessNotStarted(result);
  const loaded = answer.loaded.get('submission');
  if (!loaded || !answer.finished) throw crashFault(result, loaded !== undefined);
  const scenarios: OnnxTiming['scenarios'] = {};
  for (const name of run.scenarios) {
    const timing = answer.scenario(name, run.reference !== null);
    if (timing) scenarios[name] = timing;
  }
  return {
    scenarios,
    loadSeconds: loaded.seconds,
    firstSeconds: loaded.firstSeconds,
    memoryBytes: answer.memoryBytes,
    scores: answer.scores,
    usage: result.usage,
    environment: {
      onnxruntime: runtime.version,
      executionProvider: run.executionProvider,
      threads: job.threads,
      cores: run.cores && [...run.cores],
      node: process.version,
      sandbox: provider.name,
    },
  };
}

const target = (role: Role, name: string): string => `/${role}/${name}`;

function mountsOf(role: Role, { modelPath, inputs }: TimedOnnx): SandboxMount[] {
  const views = inputs.map(({ path }, index) => ({ source: path, target: target(role, `${index}.npy`) }));
  return [{ source: modelPath, target: target(role, 'model.onnx') }, ...views];
}

function timingJob(run: OnnxTimingRun): TimingJob {
  return {
    submission: modelJob('submission', run.submission),
    reference: run.reference && modelJob('reference', run.reference),
    values: valuesOf(run.submission),
    scenarios: [...run.scenarios],
    batches: [...run.batches],
    budget: run.budget,
    threads: run.cores?.length ?? Math.max(1, Math.floor(run.limits.cpus)),
    executionProvider: run.executionProvider,
    seed: randomInt(1, 2 ** 31),
  };
}

function modelJob(role: Role, timed: TimedOnnx): TimedModelJob {
  const model = fromRoot(target(role, 'model.onnx'));
  const path = (index: number) => fromRoot(target(role, `${index}.npy`));
  if (timed.kind === 'rows') {
    const { inputs, rows, output, fixedBatch } = timed;
    const views = inputs.map(({ name, dtype, rowShape }, index) => ({ name, path: path(index), dtype, rowShape }));
    return {
      kind: 'rows',
      model,
      inputs: views,
      rows,
      output: { name: output.name, select: output.select, columns: columnsOf(output), width: output.width },
      fixedBatch,
    };
  }
  const { name, shape, integers, sizes } = timed.output;
  const views = timed.inputs.map((input, index) => ({ ...input, path: path(index), lengths: [...input.lengths] }));
  return { kind: 'sets', model, inputs: views, output: { name, shape, integers }, sizes: [...sizes] };
}

function valuesOf(timed: TimedOnnx): number {
  if (timed.kind === 'rows') return timed.rows * columnsOf(timed.output);
  const perEntry = timed.output.shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  return perEntry * timed.output.sizes.reduce((sum, size) => sum + size, 0);
}

/** taskset belongs to util-linux, which every Debian has. It replaces itself with the program, so the run's limits apply. */
function pinned(cores: readonly number[] | null): string[] {
  return cores ? ['/usr/bin/taskset', '--cpu-list', cores.join(',')] : [];
}

function progressing(answer: TimingAnswer, { scenarios, budget, onProgress }: OnnxTimingRun): (chunk: Buffer) => void {
  const total = Math.round(scenarios.length * budget.seconds);
  let reported = 0;
  return (chunk) => {
    answer.push(chunk);
    const done = Math.min(total, Math.floor(answer.measuredSeconds));
    if (done > reported) onProgress?.({ done: (reported = done), total, unit: 's' });
  };
}
