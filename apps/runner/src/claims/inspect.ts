import { dataAreReady, inspectionMessage, loadEvaluation } from '@unblind/assignments';
import type { LoadedEvaluation } from '@unblind/assignments';
import type { InspectOutcome } from '@unblind/contracts';
import { asJson, move, setWaitingReason } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import { withLease } from '../lease/host-lease';
import { enqueueInTurn, holdEvaluation } from '../steps/hold-evaluation';
import type { Held } from '../steps/hold';
import { inspect } from '../steps/inspect';
import { StoredPredictions } from '../steps/predictions';
import { inspectStep, runStep, scoreStep } from '../steps/steps';
import type { ClaimOptions } from './claim-options';
import { taskOfClaim } from './task-of-claim';
import { waitsForGpu } from './waits-for-gpu';

/** Inspects a submission and moves its evaluation on. */
export async function inspectEvaluation(options: ClaimOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  const { database, equipment, lease } = options;
  const { evaluationId } = job.payload;
  if (!(await dataAreReady(database, evaluationId))) return;
  if (await waitsForGpu(database, evaluationId, { waiting: 'received', gpu: equipment.gpu })) return;
  if (await waitsForSandbox(options, evaluationId)) return;
  await holdEvaluation(options, inspectStep, job, async (held) => {
    const evaluation = await loadEvaluation(database, evaluationId);
    const inspected = async (lost?: AbortSignal) => {
      const signal = lost ? AbortSignal.any([held.signal, lost]) : held.signal;
      return inspect(equipment, await taskOfClaim({ ...options, step: 'inspect' }, { ...held, signal }, evaluation));
    };
    const runs = evaluation.kind === 'onnx' || evaluation.kind === 'container';
    // What runs must not run during a timing.
    const outcome = runs ? await withLease(lease.shared(held.signal), inspected) : await inspected();
    await accept(options, held, evaluation, outcome);
  });
}

/** Leaves what this runner has no sandbox for to another one, and says so. */
async function waitsForSandbox({ database, equipment: { sandboxes } }: ClaimOptions, evaluationId: string): Promise<boolean> {
  const evaluation = await loadEvaluation(database, evaluationId).catch(() => null);
  const kind = evaluation?.kind;
  if (kind !== 'onnx' && kind !== 'container') return false;
  if ((kind === 'onnx' ? sandboxes.models : sandboxes.images) !== null) return false;
  const what = kind === 'onnx' ? 'models' : 'containers';
  await setWaitingReason(database, evaluationId, 'received', `Waiting for a runner with a sandbox for ${what}.`);
  return true;
}

async function accept(options: ClaimOptions, { claim }: Held, evaluation: LoadedEvaluation, outcome: InspectOutcome): Promise<void> {
  const { database, storage } = options;
  const isStored = outcome.accepted === 'predictions';
  if (isStored) await new StoredPredictions(storage, evaluation.id).finish(outcome.runs);
  const inspected =
    outcome.accepted === 'models' ? { set: { inspection: asJson(outcome.inspection), binding: asJson(outcome.binding) } } : {};
  const moved = await move(database, {
    ...claim,
    from: ['inspecting'],
    to: isStored ? 'scoring' : 'queued',
    message: inspectionMessage(outcome, evaluation),
    ...inspected,
    ...(outcome.accepted === 'image' ? { detail: { log: outcome.log } } : {}),
  });
  if (moved) await enqueueInTurn(options, isStored ? scoreStep : runStep, evaluation.id);
}
