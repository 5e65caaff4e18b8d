import { cpus } from 'node:os';
import { limitFault } from '../limit-fault';
import type { SandboxGpu, SandboxLimits, SandboxMount, SandboxProvider, SandboxResult } from '../port';
import { brokenProvider, withGraphsPrecision } from './gpu-run';
import { FrameReader, ProtocolError } from './frame-reader';
import { brokenHarness, crashed, harnessFault, notTheProtocol } from './harness-faults';
import type { ExecutionProvider } from './harness/execution-provider';
import type { HarnessJob } from './harness/job';
import type { OnnxResult } from './onnx-run';
import { builtHarness, onnxRuntime } from './runtime-mounts';

export interface HarnessRun {
  job: HarnessJob;
  modelPath: string;
  /** Files of the views, at the places where the job has them. */
  views: SandboxMount[];
  /** How many numbers the job asks for. */
  values: number;
  limits: SandboxLimits;
  gpu: SandboxGpu | undefined;
  signal: AbortSignal | undefined;
  harness: string | undefined;
  /** So many numbers have come; called when there are more. */
  onValues(received: number): void;
}

export const modelTarget = '/model/model.onnx';
export const viewTarget = (index: number): string => `/in/${index}.npy`;
/** As the harness sees a mount's target. */
export const fromRoot = (target: string): string => `.${target}`;

/**
 * Runs the harness in a sandbox and reads the numbers that it was asked for.
 *
 * Throws ParticipantFault: `limit-*` with the limit and the peak, `model-load-failed`, `model-run-failed`, `model-output-shape`,
 * `model-output-type`; PlatformFault when the sandbox or a view is at fault.
 */
export async function runHarness(provider: SandboxProvider, run: HarnessRun): Promise<OnnxResult> {
  const { job, values } = run;
  const runtime = onnxRuntime(run.harness ?? builtHarness());
  const reader = new FrameReader(values);
  // Nine bytes per number even if each came in a frame of its own; the rest is messages and the log.
  const limits = { ...run.limits, outputBytes: values * 9 + 256 * 1024 };
  let result: SandboxResult;
  try {
    result = await provider.run({
      command: runtime.command,
      mounts: [...runtime.mounts, { source: run.modelPath, target: modelTarget }, ...run.views],
      limits,
      ...(run.gpu ? { gpu: withGraphsPrecision(run.gpu) } : {}),
      stdin: JSON.stringify(job),
      onOutput(chunk) {
        const before = reader.received;
        reader.push(chunk);
        if (reader.received > before) run.onValues(reader.received);
      },
      ...(run.signal ? { signal: run.signal } : {}),
    });
  } catch (error) {
    throw error instanceof ProtocolError ? notTheProtocol(error) : error;
  }
  const { ready, loaded, failed, finished } = reader.messages;
  const limit = limitFault(result, limits);
  if (limit) throw limit;
  if (failed) throw brokenProvider(failed.message, job.executionProvider) ?? harnessFault(failed, limits, result.usage);
  if (!ready) throw brokenHarness(result);
  if (!loaded || !finished || reader.received !== values) throw crashed(result, loaded !== undefined);
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
