import { cpus } from 'node:os';
import { limitFault } from '../limit-fault';
import type { SandboxMount, SandboxProvider, SandboxResult } from '../port';
import { checkScores } from './check-scores';
import { FrameReader, ProtocolError } from './frame-reader';
import { brokenHarness, crashed, harnessFault, notTheProtocol } from './harness-faults';
import type { HarnessJob } from './harness/job';
import type { OnnxResult, OnnxRun } from './onnx-run';
import { builtHarness, onnxRuntime } from './runtime-mounts';

/**
 * Runs a model over its input views in a sandbox and returns one finite score per row.
 *
 * A graph with a baked-in batch size is run by that many rows, the last batch padded with copies of its last row whose scores
 * are dropped. The first batch is run twice to see whether the model is deterministic.
 *
 * Throws ParticipantFault: `limit-*` with the limit and the peak, `model-load-failed`, `model-run-failed`, `model-output-shape`,
 * `model-output-type`, `model-output-not-finite`, `model-output-out-of-range`; PlatformFault when the sandbox or a view is at
 * fault. What was computed from the data is in a fault's `got` only: on hidden data that field is not shown to participants.
 */
export async function runOnnx(provider: SandboxProvider, run: OnnxRun): Promise<OnnxResult> {
  const runtime = onnxRuntime(run.harness ?? builtHarness());
  const job = harnessJob(run);
  const reader = new FrameReader(run.rows);
  // Nine bytes per row even if each came in a frame of its own; the rest is messages and the log.
  const limits = { ...run.limits, outputBytes: run.rows * 9 + 256 * 1024 };
  let result: SandboxResult;
  try {
    result = await provider.run({
      command: runtime.command,
      mounts: [...runtime.mounts, ...jobMounts(run)],
      limits,
      stdin: JSON.stringify(job),
      onOutput: progressing(reader, run),
      ...(run.signal ? { signal: run.signal } : {}),
    });
  } catch (error) {
    throw error instanceof ProtocolError ? notTheProtocol(error) : error;
  }
  const { ready, loaded, failed, finished } = reader.messages;
  const limit = limitFault(result, limits);
  if (limit) throw limit;
  if (failed) throw harnessFault(failed, limits, result.usage);
  if (!ready) throw brokenHarness(result);
  if (!loaded || !finished || reader.received !== run.rows) throw crashed(result, loaded !== undefined);
  checkScores(reader.scores, run.output);
  return {
    scores: reader.scores,
    deterministic: finished.deterministic,
    loadSeconds: loaded.seconds,
    usage: result.usage,
    environment: {
      onnxruntime: runtime.version,
      executionProvider: 'cpu',
      threads: job.threads,
      batch: job.batch,
      node: process.version,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      sandbox: provider.name,
    },
  };
}

const viewTarget = (index: number): string => `/in/${index}.npy`;

function jobMounts(run: OnnxRun): SandboxMount[] {
  const views = run.inputs.map((input, index) => ({ source: input.path, target: viewTarget(index) }));
  return [{ source: run.modelPath, target: '/model/model.onnx' }, ...views];
}

function harnessJob(run: OnnxRun): HarnessJob {
  const { output, rows, fixedBatch } = run;
  return {
    model: './model/model.onnx',
    inputs: run.inputs.map(({ name, dtype, rowShape }, index) => ({ name, path: `.${viewTarget(index)}`, dtype, rowShape })),
    rows,
    output: { name: output.name, select: output.select },
    batch: fixedBatch ?? run.batch,
    padLastBatch: fixedBatch !== null,
    threads: Math.max(1, Math.floor(run.limits.cpus)),
  };
}

/** Feeds the reader and reports samples done, never twice the same number. */
function progressing(reader: FrameReader, run: OnnxRun): (chunk: Buffer) => void {
  return (chunk) => {
    const before = reader.received;
    reader.push(chunk);
    if (reader.received > before) run.onProgress?.({ done: reader.received, total: run.rows, unit: 'samples' });
  };
}
