import type { Board } from '@unblind/contracts';
import { Prisma } from '@unblind/database';
import { releaseByLadder } from '@unblind/scoring';
import { partsDisagree, rankedMetric, type KnownMetric } from './board-entries';
import type { LoadedEvaluation } from './load-evaluation';

type Ranked = Pick<LoadedEvaluation, 'id' | 'phaseId' | 'laddered' | 'submission'>;

/**
 * Writes the entries of an evaluation on boards, in the transaction that writes its results. On a board with a Ladder an entry is a
 * release: there is one only if its value is better than the entrant's best one by the step, and not too many were released. The entrant's releases are read and
 * written under a lock, so that results that come at the same time climb one after another.
 */
export async function writeEntries(
  transaction: Prisma.TransactionClient,
  evaluation: Ranked,
  boards: readonly Board[],
  metrics: readonly KnownMetric[],
): Promise<void> {
  const isLaddered = ({ feedback }: Board) => evaluation.laddered && feedback !== undefined;
  if (boards.some(isLaddered)) await lockEntrant(transaction, evaluation);
  for (const board of boards) {
    const value = rankedMetric(board, metrics)?.value ?? null;
    const shown = isLaddered(board) ? await released(transaction, evaluation, board, value) : value;
    // Without a Ladder an entry without a value stands at the end of the board; with one it is not on the board.
    if (shown === null && isLaddered(board)) continue;
    const entry = { phaseId: evaluation.phaseId, board: board.id, evaluationId: evaluation.id, value: shown };
    await transaction.boardEntry.createMany({ data: { ...entry, disagreement: partsDisagree(board, metrics) }, skipDuplicates: true });
  }
}

/**
 * What the board shows of the evaluation. A submission that is scored again keeps the release that it has: it goes on to the new
 * evaluation, which is the one that boards show, and is not counted twice.
 */
async function released(
  transaction: Prisma.TransactionClient,
  { phaseId, submission }: Ranked,
  { id, order, feedback }: Board,
  value: number | null,
): Promise<number | null> {
  if (!feedback) return value;
  const entries = await transaction.boardEntry.findMany({
    where: { phaseId, board: id, evaluation: { submission: sameEntrant(submission) } },
    select: { value: true, evaluation: { select: { submissionId: true } } },
  });
  const bestOf = (some: typeof entries) =>
    some.reduce<number | null>((best, entry) => (best === null || isBetter(entry.value, best) ? entry.value : best), null);
  const isBetter = (a: number | null, b: number) => a !== null && (order === 'desc' ? a > b : a < b);
  const own = entries.filter(({ evaluation }) => evaluation.submissionId === submission.id);
  const releases = new Set(entries.map(({ evaluation }) => evaluation.submissionId)).size;
  return releaseByLadder({ best: bestOf(entries), releases, value, order }, feedback) ?? bestOf(own);
}

/** The submissions whose results one person or team has seen. A baseline stands for itself. */
function sameEntrant({ id, baseline, teamId, userId }: Ranked['submission']): Prisma.SubmissionWhereInput {
  if (baseline) return { id };
  return teamId === null ? { userId, teamId, baseline } : { teamId, baseline };
}

async function lockEntrant(transaction: Prisma.TransactionClient, { phaseId, submission }: Ranked): Promise<void> {
  const entrant = submission.baseline ? submission.id : (submission.teamId ?? submission.userId);
  const name = `ladder/${phaseId}/${entrant}`;
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
