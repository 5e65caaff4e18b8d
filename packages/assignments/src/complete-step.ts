import type { InspectOutcome, Outcome, RunOutcome, StoredRun } from '@unblind/contracts';
import { asJson, leasedRows, moveWithin, releaseClaimed } from '@unblind/database';
import type { Claim, Database, Prisma } from '@unblind/database';
import type { Storage } from '@unblind/storage';
import { z } from 'zod';
import { LeaseLost, WrongOutcome, endLease, hasEnded, withLease } from './held-lease';
import type { LeaseCall } from './held-lease';
import { fit, inspectionMessage, runMessage } from './messages';
import type { LoadedEvaluation } from './load-evaluation';
import { neededRuns } from './prediction-bounds';
import { predictionsFolder, runsKey } from './predictions-folder';
import { addRerun, compareRuns, endRerun } from './reruns';
import { storeTiming } from './store-timing';

interface Completing {
  database: Database;
  storage: Storage;
  /** The platform repeats the run if a remote runner made it. */
  drawn: boolean;
}

/**
 * Writes the outcome of a step and moves the evaluation on. Repeatable.
 * @throws LeaseLost, WrongOutcome
 */
export async function completeStep(
  { database, storage, drawn }: Completing,
  call: LeaseCall,
  evaluation: LoadedEvaluation,
  { step, outcome }: Outcome,
): Promise<void> {
  if (await hasEnded(database, call, ['done'])) return;
  if (step !== call.step) throw new WrongOutcome(`Expected the outcome of ${call.step}, got one of ${step}.`);
  const ran = step === 'run' || step === 'rerun';
  const runs = ran ? outcome.runs : step === 'inspect' && outcome.accepted === 'predictions' ? outcome.runs : null;
  if (runs) {
    await checkRuns(database, call, ran ? evaluation : null, runs);
    const list = runs.map(({ seed, variation }) => ({ seed, variation }));
    await storage.area('results').put(runsKey(predictionsFolder(call.evaluationId, call.fence)), Buffer.from(JSON.stringify(list)));
  }
  const verdict = step === 'rerun' ? await compareRuns({ database, storage }, call, outcome) : null;
  await withLease(database, call, async (transaction, claim) => {
    if (verdict) await endRerun(transaction, claim, verdict);
    else if (step === 'inspect' && isUntried(evaluation, outcome)) await waitForTrial(transaction, claim, evaluation, outcome);
    else if (step === 'inspect') await accept(transaction, claim, evaluation, outcome);
    else if (step === 'time') await storeTiming(transaction, claim, evaluation, outcome);
    else {
      await passToScoring(transaction, call, evaluation, outcome);
      await addRerun(transaction, call, drawn);
    }
    await endLease(transaction, call, 'done');
  });
}

/** Each tensor that the outcome names must have been uploaded under this lease, and no needed run may be missing. */
async function checkRuns(
  database: Database,
  { evaluationId, fence }: LeaseCall,
  evaluation: LoadedEvaluation | null,
  runs: readonly StoredRun[],
): Promise<void> {
  const uploaded = await database.predictionUpload.findMany({ where: { evaluationId, fence, complete: true } });
  const nameOf = (run: { seed: number; variation: string }): string => `${run.seed}/${run.variation}`;
  const stored = new Set(uploaded.map((one) => `${nameOf(one)}/${one.tensor} ${one.bytes} ${one.sha256}`));
  for (const run of runs)
    for (const { name, bytes, sha256 } of run.tensors)
      if (!stored.has(`${nameOf(run)}/${name} ${bytes} ${sha256}`))
        throw new WrongOutcome(`The tensor ${name} of run ${nameOf(run)} was not uploaded as the outcome says.`);
  const named = new Set(runs.map(nameOf));
  const missing = evaluation ? neededRuns(evaluation).filter((run) => !named.has(nameOf(run))) : [];
  if (missing.length > 0) throw new WrongOutcome(`The predictions of ${missing.map(nameOf).join(', ')} are missing.`);
}

type CheckedModels = Extract<InspectOutcome, { accepted: 'models' }>;

/** Whether the models were checked alone, by a runner without the GPU that they are to be tried on. */
function isUntried({ kind, index }: LoadedEvaluation, outcome: InspectOutcome): outcome is CheckedModels {
  return kind === 'onnx' && outcome.accepted === 'models' && outcome.sampleSeconds === null && index.splits.sample !== undefined;
}

/** The models wait on, with what was found. */
async function waitForTrial(
  transaction: Prisma.TransactionClient,
  claim: Claim,
  { binding, gpu, files }: LoadedEvaluation,
  outcome: CheckedModels,
): Promise<void> {
  if (binding !== null || gpu !== 'required')
    throw new WrongOutcome('Expected how long the models ran on the public sample, got null. Try them on it.');
  await transaction.evaluation.update({ where: { id: claim.id }, data: foundIn(outcome) });
  const message = `${fit(files.length)} the challenge. Waiting to be tried on the public sample.`;
  await moved(releaseClaimed(transaction, leasedRows.inspect, claim, { message, counts: false }));
}

const foundIn = ({ inspection, binding }: CheckedModels) => ({ inspection: asJson(inspection), binding: asJson(binding) });

async function accept(
  transaction: Prisma.TransactionClient,
  claim: Claim,
  evaluation: LoadedEvaluation,
  outcome: InspectOutcome,
): Promise<void> {
  const fits = { onnx: 'models', container: 'image', predictions: 'predictions', answer: 'predictions' } as const;
  if (outcome.accepted !== fits[evaluation.kind])
    throw new WrongOutcome(`Expected what the inspection of ${evaluation.kind} gives, got that of ${outcome.accepted}.`);
  const move = { ...claim, from: ['inspecting'] as const, message: inspectionMessage(outcome, evaluation) };
  if (outcome.accepted === 'predictions')
    return moved(moveWithin(transaction, { ...move, to: 'scoring', set: { predictionsFence: claim.fence } }));
  if (outcome.accepted === 'image') return moved(moveWithin(transaction, { ...move, to: 'queued', detail: { log: outcome.log } }));
  return moved(moveWithin(transaction, { ...move, to: 'queued', set: foundIn(outcome) }));
}

/** Of what a runner says of itself, what a result is to be judged by. */
const Machine = z.object({
  version: z.string(),
  cpu: z.string(),
  cores: z.number(),
  memoryBytes: z.number(),
  gpu: z.unknown(),
});

async function passToScoring(
  transaction: Prisma.TransactionClient,
  { tokenId: _tokenId, ...key }: LeaseCall,
  { slug, version, definition, split }: LoadedEvaluation,
  outcome: RunOutcome,
): Promise<void> {
  const { unsafe, runner } = await transaction.runnerLease.findUniqueOrThrow({ where: { evaluationId_step_fence: key } });
  const machine = Machine.safeParse((await transaction.runner.findUnique({ where: { name: runner } }))?.description).data;
  const { runs, environment, usage, loadSeconds, deterministic } = outcome;
  const provenance = {
    challenge: slug,
    version,
    definition,
    split,
    runner,
    machine,
    runs: runs.length,
    environment,
    usage,
    loadSeconds,
    deterministic,
  };
  const set = { provenance: asJson(provenance), unsafe, predictionsFence: key.fence };
  const { evaluationId: id, fence } = key;
  await moved(moveWithin(transaction, { id, fence, from: ['running'], to: 'scoring', message: runMessage(outcome), set }));
}

async function moved(move: Promise<boolean>): Promise<void> {
  if (!(await move)) throw new LeaseLost();
}
