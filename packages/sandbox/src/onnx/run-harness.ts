import { cpus } from 'node:os';
import { limitFault } from '../limit-fault';
import type { SandboxGpu, SandboxLimits, SandboxMount, SandboxProvider } from '../port';
import { executionProviderFault, withFullPrecision } from './gpu-run';
import { FrameReader } from './frame-reader';
import { harnessNotStarted, crashFault, harnessFault } from './harness-faults';
import type { ExecutionProvider } from './harness/execution-provider';
import type { HarnessJob } from './harness/job';
import type { OnnxResult } from './onnx-run';
import { runInSandbox } from './run-in-sandbox';
import { builtHarness, onnxRuntime } from './runtime-mounts';

export interface HarnessRun {
  job: HarnessJob;
  modelPath: string;
  /** Files of the views, mounted at the paths in the job. */
  views: SandboxMount[];
  /** Count of numbers that the job asks for. */
  values: number;
  limits: SandboxLimits;
  gpu: SandboxGpu | undefined;
  signal: AbortSignal | undefined;
  harness: string | undefined;
  /** Called with the count of numbers received so far whenever more arrive. */
  onValues(received: number): void;
}

export const modelTarget = '/model/model.onnx';
export const viewTarget = (index: number): string => `/in/${index}.npy`;
/** The path of a mount's target in the harness, relative to the root. */
export const fromRoot = (target: string): string => `.${target}`;

/**
 * Runs the harness in a sandbox and reads the requested numbers.
 *
 * Throws ParticipantFault: `limit-*` with the limit and the peak, `model-load-failed`, `model-run-failed`, `model-output-shape`,
 * `model-output-type`; PlatformFault when the sandbox or a view is at fault.
 */
export async function runHarness(provider: SandboxProvider, run: HarnessRun): Promise<OnnxResult> {
  const { job, values } = run;
  const runtime = onnxRuntime(run.harness ?? builtHarness());
  const reader = new FrameReader(values);
  // Nine bytes per number, even if each had its own frame; the rest is for messages and the log.
  const limits = { ...run.limits, outputBytes: values * 9 + 256 * 1024 };
  const result = await runInSandbox(provider, {
    command: runtime.command,
    mounts: [...runtime.mounts, { source: run.modelPath, target: modelTarget }, ...run.views],
    limits,
    ...(run.gpu ? { gpu: withFullPrecision(run.gpu) } : {}),
    stdin: JSON.stringify(job),
    onOutput(chunk) {
      const before = reader.received;
      reader.push(chunk);
      if (reader.received > before) run.onValues(reader.received);
    },
    ...(run.signal ? { signal: run.signal } : {}),
  });
  const { ready, loaded, failed, finished } = reader.messages;
  const limit = limitFault(result, limits);
  if (limit) throw limit;
  if (failed) throw executionProviderFault(failed.message, job.executionProvider) ?? harnessFault(failed, limits, result.usage);
  if (!ready) throw harnessNotStarted(result);
  if (!loaded || !finished || reader.received !== values) throw crashFault(result, loaded !== undefined);
  return {
    scores: reader.scores,
    deterministic: finished.deterministic,
    loadSeconds: loaded.seconds,
    usage: result.usage,
    environment: {
      onnxruntime: runtime.version,
      executionProvider: job.executionProvider,
      threads: job.threads,
      batch: job.kind === 'rows' ? job.batch : 1,
      node: process.version,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      sandbox: provider.name,
    },
  };
}

export const providerFor = (gpu: SandboxGpu | undefined): ExecutionProvider => (gpu ? 'cuda' : 'cpu');
export const threadsOf = (limits: SandboxLimits): number => Math.max(1, Math.floor(limits.cpus));
