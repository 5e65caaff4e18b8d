import { loadEvaluation, runMessage } from '@unblind/assignments';
import type { LoadedEvaluation } from '@unblind/assignments';
import type { RunOutcome } from '@unblind/contracts';
import { asJson, move } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { Held } from '../steps/hold';
import { enqueueInTurn, holdEvaluation } from '../steps/hold-evaluation';
import { StoredPredictions } from '../steps/predictions';
import { run } from '../steps/run';
import { runStep, scoreStep } from '../steps/steps';
import type { ClaimOptions } from './claim-options';
import { taskOfClaim } from './task-of-claim';
import { waitsForGpu } from './waits-for-gpu';

/** Runs a submission and passes its evaluation on to be scored. */
export async function runEvaluation(options: ClaimOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  const { database, equipment } = options;
  const { evaluationId } = job.payload;
  if (await waitsForGpu(database, evaluationId, { waiting: 'queued', gpu: equipment.gpu })) return;
  await holdEvaluation(options, runStep, job, async (held) => {
    const evaluation = await loadEvaluation(database, evaluationId);
    const outcome = await run(equipment, await taskOfClaim({ ...options, step: 'run' }, held, evaluation));
    await passToScoring(options, held, evaluation, outcome);
  });
}

async function passToScoring(options: ClaimOptions, { claim }: Held, evaluation: LoadedEvaluation, outcome: RunOutcome): Promise<void> {
  const { database, storage, unsafe } = options;
  const { runs, usage, environment, loadSeconds, deterministic } = outcome;
  const { id, slug: challenge, version, split } = evaluation;
  await new StoredPredictions(storage, id).finish(runs);
  const provenance = { challenge, version, split, runs: runs.length, environment, usage, loadSeconds, deterministic };
  const moved = await move(database, {
    ...claim,
    from: ['running'],
    to: 'scoring',
    message: runMessage(outcome),
    set: { provenance: asJson(provenance), unsafe },
  });
  if (moved) await enqueueInTurn(options, scoreStep, id);
}
