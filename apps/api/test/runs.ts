import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import type { MetricPart } from '@unblind/contracts';
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
  /** The AUC of the diagnostic part; by default that of the ranking part. */
  diagnostic?: number | null;
  /** Whether the Ladders release the values. */
  released?: boolean;
  disagreement?: boolean;
}

/** Scores the evaluation as a runner does, with entries on both boards. The split of an open phase is divided. */
export async function score(database: Database, evaluationId: string, result: Result): Promise<void> {
  await scoreRun(database, await run(database, evaluationId), result);
}

export async function scoreRun(database: Database, running: Claim, result: Result): Promise<void> {
  const { id: evaluationId } = running;
  const { auc, ece = 0.1, diagnostic = auc, released = true, disagreement = false } = result;
  await move(database, { ...running, from: ['running'], to: 'scoring', message: 'Scoring.' });
  const { phaseId, phase } = await database.evaluation.findUniqueOrThrow({ where: { id: evaluationId }, include: { phase: true } });
  await database.$transaction(async (transaction) => {
    const bounds = (value: number | null) => ({
      value,
      low: value === null ? null : Math.min(value, 100) - 0.01,
      high: value === null || value === Infinity ? null : value + 0.01,
    });
    const method = 'poisson-bootstrap';
    const replicates = result.replicates && encodeReplicates(result.replicates);
    const metricsOf = (part: MetricPart, value: number | null) => [
      { evaluationId, part, name: 'auc', ...bounds(value), method, replicates },
      { evaluationId, part, name: 'ece', ...bounds(ece), method },
    ];
    await transaction.metric.createMany({
      data: phase.blinded ? metricsOf('whole', auc) : [...metricsOf('ranking', auc), ...metricsOf('diagnostic', diagnostic)],
    });
    const onGrid = (value: number | null) => (phase.blinded || value === null ? value : Number(value.toFixed(3)));
    if (released)
      await transaction.boardEntry.createMany({
        data: [
          { phaseId, board: 'accuracy', evaluationId, value: onGrid(auc), disagreement },
          { phaseId, board: 'calibration', evaluationId, value: onGrid(ece) },
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
