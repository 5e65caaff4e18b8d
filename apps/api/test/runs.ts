import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { asJson, beat, claim, encodeReplicates, endWithFault, leasedRows, move, moveWithin, release } from '@unblind/database';
import type { Claim, Database } from '@unblind/database';

/** Changes an evaluation's rows as a runner does; the API cannot tell the difference. */
async function inspect(database: Database, evaluationId: string): Promise<Claim> {
  return held(await claim(database, leasedRows.inspect, evaluationId, 'by-hand'));
}

/** Puts a run back, as after a fault of the platform, and starts it again. */
export async function runAgain(database: Database, running: Claim): Promise<Claim> {
  await release(database, leasedRows.run, running, { message: 'The platform failed; trying again.', counts: true });
  return held(await claim(database, leasedRows.run, running.id, 'by-hand'));
}

export async function run(database: Database, evaluationId: string, done = 0): Promise<Claim> {
  const inspecting = await inspect(database, evaluationId);
  await move(database, { ...inspecting, from: ['inspecting'], to: 'queued', message: 'Queued.' });
  const running = held(await claim(database, leasedRows.run, evaluationId, 'by-hand'));
  await beat(database, leasedRows.run, running, { done, total: 100, unit: 'samples' });
  return running;
}

export interface Result {
  auc: number | null;
  ece?: number;
  replicates?: Float64Array;
}

/** Scores the evaluation, with entries on both boards. */
export async function score(database: Database, evaluationId: string, result: Result): Promise<void> {
  await scoreRun(database, await run(database, evaluationId), result);
}

export async function scoreRun(database: Database, running: Claim, { auc, ece = 0.1, replicates }: Result): Promise<void> {
  const { id: evaluationId } = running;
  await move(database, { ...running, from: ['running'], to: 'scoring', message: 'Scoring.' });
  const { phaseId } = await database.evaluation.findUniqueOrThrow({ where: { id: evaluationId } });
  await database.$transaction(async (transaction) => {
    const bounds = (value: number | null) => ({
      value,
      low: value === null ? null : value - 0.01,
      high: value === null ? null : value + 0.01,
    });
    await transaction.metric.createMany({
      data: [
        { evaluationId, name: 'auc', ...bounds(auc), method: 'poisson-bootstrap', replicates: replicates && encodeReplicates(replicates) },
        { evaluationId, name: 'ece', ...bounds(ece), method: 'poisson-bootstrap' },
      ],
    });
    await transaction.boardEntry.createMany({
      data: [
        { phaseId, board: 'accuracy', evaluationId, value: auc },
        { phaseId, board: 'calibration', evaluationId, value: ece },
      ],
    });
    const set = { provenance: asJson({ secretSeed: 7 }), inspection: asJson({ parameters: 1000, flops: 2000 }) };
    await moveWithin(transaction, { ...running, from: ['scoring'], to: 'scored', message: 'Scored.', set });
  });
}

/** Ends the evaluation with a platform fault, which returns the quota. */
export async function fail(database: Database, evaluationId: string): Promise<void> {
  const { detail } = new PlatformFault('runner-lost', { message: 'The runner was lost.', fix: 'Nothing to do.', reference: 'abc' });
  await endWithFault(database, leasedRows.run, await run(database, evaluationId), detail);
}

export async function rejectAtInspection(database: Database, evaluationId: string): Promise<void> {
  const { detail } = new ParticipantFault('file-not-onnx', { message: 'This is not ONNX.', fix: 'Export it as ONNX.' });
  await endWithFault(database, leasedRows.inspect, await inspect(database, evaluationId), detail);
}

export async function rejectWhileRunning(database: Database, evaluationId: string): Promise<void> {
  const { detail } = new ParticipantFault('model-output-not-finite', { message: 'The output has NaN.', fix: 'Mend the model.' });
  await endWithFault(database, leasedRows.run, await run(database, evaluationId), detail);
}

function held(taken: Claim | null): Claim {
  if (!taken) throw new Error('The evaluation is not where the test wants it.');
  return taken;
}
