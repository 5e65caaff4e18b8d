import { Inject, Injectable } from '@nestjs/common';
import { evaluationStates, isLegalMove, isTerminal } from '@unblind/contracts';
import { move } from '@unblind/database';
import type { Artefact, Database, Prisma, Submission, Upload } from '@unblind/database';
import { lockFor } from '../common/locks';
import { DATABASE } from '../common/tokens';
import { dayStart } from './quota';
import type { Entrant, Used } from './quota';

const phase = { include: { challengeVersion: { select: { manifest: true, challenge: { select: { slug: true } } } } } } as const;

/** The columns that a view of a submission needs, without the large ones. */
const shown = {
  user: { select: { handle: true, name: true } },
  phase,
  artefacts: { orderBy: { ordinal: 'asc' } },
  evaluations: {
    orderBy: { number: 'desc' },
    omit: { inspection: true, binding: true, plots: true, fullPlots: true, provenance: true },
    include: {
      // Of a later version than the submission's where it was run again for that one.
      phase,
      boardEntries: { select: { board: true, value: true } },
      timing: { select: { state: true } },
      metrics: { where: { variation: 'nominal' }, omit: { replicates: true } },
      events: { select: { state: true, createdAt: true }, orderBy: { id: 'asc' } },
    },
  },
} satisfies Prisma.SubmissionInclude;

export type ShownSubmission = Prisma.SubmissionGetPayload<{ include: typeof shown }>;

type NewSubmission = Omit<Prisma.SubmissionUncheckedCreateInput, 'artefacts' | 'evaluations'>;

@Injectable()
export class SubmissionsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  find(id: string): Promise<ShownSubmission | null> {
    return this.database.submission.findUnique({ where: { id }, include: shown });
  }

  /** Newest first. */
  page(userId: string, { challenge, cursor, limit }: { challenge?: string; cursor?: string; limit: number }): Promise<ShownSubmission[]> {
    return this.database.submission.findMany({
      where: {
        userId,
        ...(challenge === undefined ? {} : { phase: { challengeVersion: { challenge: { slug: challenge } } } }),
        ...(cursor === undefined ? {} : { id: { lt: cursor } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      include: shown,
    });
  }

  /** Returns false if the evaluation has already ended. */
  cancel(evaluationId: string, message: string): Promise<boolean> {
    const from = evaluationStates.filter((state) => isLegalMove(state, 'cancelled'));
    return move(this.database, { id: evaluationId, from, to: 'cancelled', message });
  }

  used(entrant: Entrant, phaseId: string, now: Date): Promise<Used> {
    return used(this.database, entrant, phaseId, now);
  }

  /** One transaction, one at a time per entrant: otherwise two simultaneous requests could both use the last submission. */
  receive<T>(userId: string, work: (rows: ReceivingRows) => Promise<T>): Promise<T> {
    return this.database.$transaction(async (transaction) => {
      await lockFor(transaction, `submit ${userId}`);
      return work(new ReceivingRows(transaction, userId));
    });
  }
}

/** Reads and writes of one user's rows while a submission is received. */
export class ReceivingRows {
  constructor(
    private readonly transaction: Prisma.TransactionClient,
    private readonly userId: string,
  ) {}

  private get entrant(): Entrant {
    return { userId: this.userId, teamId: null };
  }

  /** Finds the submission made with this key. */
  findByKey(idempotencyKey: string): Promise<(Submission & { artefacts: Artefact[] }) | null> {
    return this.transaction.submission.findUnique({
      where: { userId_idempotencyKey: { userId: this.userId, idempotencyKey } },
      include: { artefacts: { orderBy: { ordinal: 'asc' } } },
    });
  }

  /** Finds the newest submission of the same content that did not fail and was not cancelled. */
  findSame(phaseId: string, contentHash: string): Promise<Submission | null> {
    const { userId } = this;
    return this.transaction.submission.findFirst({
      where: { userId, contentHash, evaluations: { some: { phaseId, state: { notIn: ['failed', 'cancelled'] } } } },
      orderBy: { createdAt: 'desc' },
    });
  }

  used(phaseId: string, now: Date): Promise<Used> {
    return used(this.transaction, this.entrant, phaseId, now);
  }

  /** Counts the entrant's evaluations that have not ended. In a blinded phase nobody is told that one has before `until`. */
  countUnfinished(until: Date): Promise<number> {
    const ended = { finishedAt: { gt: until }, phase: { blinded: true, unblindedAt: null } };
    return this.transaction.evaluation.count({
      where: { submission: submissionsOf(this.entrant), OR: [{ finishedAt: null }, ended] },
    });
  }

  findUpload(id: string): Promise<Upload | null> {
    return this.transaction.upload.findFirst({ where: { id, userId: this.userId } });
  }

  /** Stops an upload from expiring. Returns false if it is not complete. */
  async keepUpload(id: string): Promise<boolean> {
    const { count } = await this.transaction.upload.updateMany({ where: { id, state: 'complete' }, data: { expiresAt: new Date() } });
    return count > 0;
  }

  /** Creates the submission with its files and its first evaluation. */
  async create(submission: Omit<NewSubmission, 'userId'>, uploads: readonly Upload[]): Promise<{ id: string; evaluationId: string }> {
    const area = 'submissions';
    const artefacts = uploads.map(({ id: uploadId, filename, key, bytes, sha256 }, ordinal) => {
      return { uploadId, role: 'submission', ordinal, filename, area, key, bytes, sha256 };
    });
    const { id, phaseId } = await this.transaction.submission.create({
      data: { ...submission, userId: this.userId, artefacts: { create: artefacts } },
    });
    const received = { state: 'received', fence: 0, message: 'Received.' } as const;
    const evaluation = await this.transaction.evaluation.create({ data: { submissionId: id, phaseId, events: { create: received } } });
    return { id, evaluationId: evaluation.id };
  }
}

/** The submissions of an entrant. A baseline belongs to no entrant. */
function submissionsOf({ userId, teamId }: Entrant): Prisma.SubmissionWhereInput {
  return { baseline: false, ...(teamId === null ? { userId, teamId } : { teamId }) };
}

/**
 * A submission counts while it may still run on its phase's data, and for good once it has: whoever stopped it, somebody may have
 * learned something. It does not count if it ended before, or if the platform failed, which shows nothing of the data.
 */
const countingEvaluation: Prisma.EvaluationWhereInput = {
  OR: [
    { state: { in: evaluationStates.filter((state) => !isTerminal(state) || state === 'scored') } },
    { state: { in: ['rejected', 'cancelled'] }, events: { some: { state: { in: ['running', 'scoring'] } } } },
  ],
};

/** Counts an entrant's submissions to a phase. One that was run again counts once. */
async function used(database: Prisma.TransactionClient, entrant: Entrant, phaseId: string, now: Date): Promise<Used> {
  const counting = { ...submissionsOf(entrant), phaseId, evaluations: { some: countingEvaluation } };
  const total = await database.submission.count({ where: counting });
  return { total, today: await database.submission.count({ where: { ...counting, createdAt: { gte: dayStart(now) } } }) };
}
