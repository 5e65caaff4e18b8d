import { FaultDetail } from '@unblind/contracts';
import type { RerunFinding, RunOutcome } from '@unblind/contracts';
import { asJson, finishWithin, leasedRows } from '@unblind/database';
import type { Claim, Database, Prisma } from '@unblind/database';
import type { Storage } from '@unblind/storage';
import { z } from 'zod';
import { comparePredictions } from './compare-predictions';
import type { Tensor } from './compare-predictions';
import { LeaseLost } from './held-lease';
import type { LeaseCall } from './held-lease';
import { isAble, runnersSeen } from './known-runners';
import { describeSteps } from './waiting-steps';

/** What the platform found when it repeated a run. */
export interface Verdict {
  state: 'agreed' | 'disagreed' | 'incomparable';
  finding: RerunFinding;
}

/** How long a runner counts after it was seen, and how long a run waits to be repeated. */
const seenWithinMs = 24 * 3600_000;
const mostDays = 7;

/**
 * In the transaction in which a run ends: the platform repeats it, if it was drawn and a remote runner made it. Where the platform has
 * no runner that could, that is what is found.
 */
export async function addRerun(
  transaction: Prisma.TransactionClient,
  { tokenId: _tokenId, ...key }: LeaseCall,
  drawn: boolean,
): Promise<void> {
  if (!drawn) return;
  const where = { evaluationId_step_fence: key };
  const { token, runner } = await transaction.runnerLease.findUniqueOrThrow({ where, include: { token: true } });
  if (!token.remote) return;
  const [waiting] = await describeSteps(transaction, 'rerun', [key.evaluationId]);
  const known = await runnersSeen(transaction, new Date(Date.now() - seenWithinMs));
  const rerun = { evaluationId: key.evaluationId, tokenId: token.id, checkedRunner: runner };
  const isRepeated = waiting && known.some((one) => isAble(one, waiting));
  await transaction.rerun.createMany({ data: [isRepeated ? rerun : { ...rerun, ...unrepeated('within a day') }], skipDuplicates: true });
}

const unrepeated = (when: string) => ({
  state: 'unrepeated' as const,
  finding: asJson({ ...nothing, message: `No runner of the platform that could repeat it was seen ${when}.` } satisfies RerunFinding),
  finishedAt: new Date(),
});

/** Ends the wait of runs that nobody repeats, as when the only runner with such a GPU is gone. */
export async function endLongWaits(database: Database): Promise<void> {
  const before = new Date(Date.now() - mostDays * 24 * 3600_000);
  await database.rerun.updateMany({ where: { state: 'waiting', createdAt: { lt: before } }, data: unrepeated(`in ${mostDays} days`) });
}

/** Ends a repeated run. The entry and its scores stay as they are: what a disagreement means is for people to say. @throws LeaseLost */
export async function endRerun(transaction: Prisma.TransactionClient, claim: Claim, { state, finding }: Verdict): Promise<void> {
  if (!(await finishWithin(transaction, leasedRows.rerun, claim, state))) throw new LeaseLost();
  await transaction.rerun.update({ where: { evaluationId: claim.id }, data: { finding: asJson(finding) } });
}

const Environment = z.looseObject({ gpu: z.unknown() });
const Provenance = z.looseObject({ environment: Environment });
const usesGpu = (environment: unknown): boolean => Boolean(Environment.safeParse(environment).data?.gpu);

/** Holds a repeated run, whose predictions are stored, against the first one. */
export async function compareRuns(
  { database, storage }: { database: Database; storage: Storage },
  { evaluationId, fence }: LeaseCall,
  { deterministic, environment }: RunOutcome,
): Promise<Verdict> {
  const { fault, provenance, predictionsFence } = await database.evaluation.findUniqueOrThrow({ where: { id: evaluationId } });
  if (predictionsFence === null) return disagreed(`The remote runner rejected the submission (${codeOf(fault)}); here it ran.`);
  const first = Provenance.safeParse(provenance).data?.environment;
  const { agrees, where, ...counts } = await comparePredictions(storage.area('results'), {
    first: await tensorsOf(database, evaluationId, predictionsFence),
    second: await tensorsOf(database, evaluationId, fence),
    onGpu: usesGpu(first) || usesGpu(environment),
  });
  if (agrees)
    return {
      state: 'agreed',
      finding: { ...counts, message: counts.compared === 0 ? 'Equal to the last bit.' : 'Equal within the tolerance.' },
    };
  const message = `The values of ${where ?? 'some tensors'} differ by more than machines do.`;
  if (deterministic) return { state: 'disagreed', finding: { ...counts, message } };
  return { state: 'incomparable', finding: { ...counts, message: `${message} Two runs of this method on one machine differ, too.` } };
}

/** Holds a repeated run that was rejected against the first one. Limits are reached sooner on a slower machine. */
export async function compareFault(transaction: Prisma.TransactionClient, evaluationId: string, { code }: FaultDetail): Promise<Verdict> {
  const { fault, predictionsFence } = await transaction.evaluation.findUniqueOrThrow({ where: { id: evaluationId } });
  const first = predictionsFence === null ? codeOf(fault) : null;
  if (first === code) return { state: 'agreed', finding: { ...nothing, message: `Both runners rejected the submission (${code}).` } };
  const message = `The remote runner ${first === null ? 'ran the submission' : `rejected the submission (${first})`}; here it was rejected (${code}).`;
  return { state: code.startsWith('limit-') ? 'incomparable' : 'disagreed', finding: { ...nothing, message } };
}

const nothing = { compared: 0, differing: 0, largest: null };
const disagreed = (message: string): Verdict => ({ state: 'disagreed', finding: { ...nothing, message } });
const codeOf = (fault: unknown): string => FaultDetail.safeParse(fault).data?.code ?? 'without a reason';

async function tensorsOf(database: Database, evaluationId: string, fence: number): Promise<Tensor[]> {
  const rows = await database.predictionUpload.findMany({ where: { evaluationId, fence, complete: true }, orderBy: { createdAt: 'asc' } });
  return rows.map(({ seed, variation, tensor, key, bytes, sha256 }) => ({
    name: `${seed}/${variation}/${tensor}`,
    key,
    bytes: Number(bytes),
    sha256,
  }));
}
