import { ParticipantFault, trialBudget, type ContractBinding, type JobProgress, type Manifest, type Throughput } from '@unblind/contracts';
import { limitsFor, timeOnnx } from '@unblind/sandbox';
import type { OnnxTiming, OnnxTimingRun, SandboxGpu, SandboxProvider, TimedOnnx } from '@unblind/sandbox';
import type { LocalSplit } from '../local-split';
import type { ModelWithViews } from '../models/model-run';
import { contractOf, withEachWidth } from '../models/run-model';
import { modelOnSets } from '../models/run-onnx-on-sets';
import { modelOnRows } from '../models/run-onnx-rows';
import { blamedRightly } from './busy-machine';

/** One submission, timed together with the challenge's reference model. */
export interface TimingRun {
  provider: SandboxProvider;
  manifest: Manifest;
  throughput: Throughput;
  submission: { binding: ContractBinding; modelPath: string };
  reference: { binding: ContractBinding; modelPath: string };
  /** Times the submission alone. */
  withoutReference?: boolean;
  /** Includes its views. */
  split: LocalSplit;
  viewsDirectory: string;
  executionProvider: OnnxTimingRun['executionProvider'];
  /** The GPU that the execution provider computes on; a container sees it too. */
  gpu?: SandboxGpu;
  /** The cores that the process is bound to; null if binding is not possible. */
  cores: readonly number[] | null;
  onProgress: (progress: JobProgress) => void;
  signal?: AbortSignal;
}

/** Times a submission in the sandbox. Batch sizes that do not fit into memory are left out. @throws ParticipantFault, PlatformFault */
export function timeModel(run: TimingRun): Promise<OnnxTiming> {
  const { binding, modelPath } = run.submission;
  return withEachWidth({ manifest: run.manifest, binding }, (possible) =>
    timeBound({ ...run, submission: { binding: possible, modelPath } }),
  );
}

async function timeBound(run: TimingRun): Promise<OnnxTiming> {
  const { provider, throughput, onProgress, signal } = run;
  const { scenarios, budget } = throughput;
  const submission = await timed(run, run.submission);
  const reference = run.withoutReference ? null : await timed(run, run.reference);
  const time = (batches: readonly number[]) =>
    timeOnnx(provider, {
      submission,
      reference,
      scenarios,
      batches,
      budget,
      executionProvider: run.executionProvider,
      cores: run.cores,
      limits: limitsOf(run),
      ...(run.gpu && run.executionProvider !== 'cpu' ? { gpu: run.gpu } : {}),
      onProgress,
      ...(signal ? { signal } : {}),
    });
  for (let batches = [...throughput.batches].sort((a, b) => a - b); ; batches = batches.slice(0, -1)) {
    try {
      return await time(batches);
    } catch (error) {
      const tooMuch = error instanceof ParticipantFault && error.detail.code === 'limit-memory';
      if (!tooMuch || batches.length === 1 || submission.kind === 'sets' || submission.fixedBatch !== null) throw blamedRightly(error);
    }
  }
}

async function timed({ manifest, split, viewsDirectory }: TimingRun, { binding, modelPath }: TimingRun['submission']): Promise<TimedOnnx> {
  const model: ModelWithViews = { manifest, binding, modelPath, split, viewsDirectory };
  const contract = contractOf(manifest, binding);
  if (contract.per === 'row') return { kind: 'rows', ...(await modelOnRows(model, contract)) };
  const { entries: _entries, ...onSets } = await modelOnSets(model, contract);
  return { kind: 'sets', ...onSets };
}

/** Two models are loaded, and preparing the queries takes about as long as answering them. */
function limitsOf({ manifest, throughput }: TimingRun) {
  const { memory, cpu } = trialBudget(manifest.submission.limits);
  const { scenarios, budget, cores } = throughput;
  const wallSeconds = cpu + 4 * scenarios.length * budget.atMostSeconds;
  // One core more than the process is bound to, so that the CPU quota does not pause it in the middle of a call.
  return limitsFor({ memoryBytes: 2 * memory, wallSeconds, cpus: cores + 1 });
}
