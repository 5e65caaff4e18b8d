import { Inject, Injectable } from '@nestjs/common';
import type { CreateSubmission, Manifest } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import type { Database, Phase, Prisma } from '@unblind/database';
import type { CurrentChallenge } from '../challenges/challenges.repository';
import { Jobs } from '../common/jobs';
import { lockFor } from '../common/locks';
import { ProblemException } from '../common/problem';
import { DATABASE } from '../common/tokens';
import {
  checkFormValues,
  checkIsNew,
  checkKind,
  checkNumberOfFiles,
  checkPhaseIsOpen,
  checkQuota,
  contentHashOf,
  submissionPath,
  takeUploads,
} from './submission-checks';

type Transaction = Prisma.TransactionClient;

/** Takes a submission in: all checks and all rows in one transaction, under a lock per person, then the job. */
@Injectable()
export class ReceiveService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  async receive(userId: string, challenge: CurrentChallenge, key: string, body: CreateSubmission): Promise<{ id: string; isNew: boolean }> {
    const phase = challenge.phases.find(({ slug }) => slug === body.phase);
    if (!phase) {
      const known = challenge.phases.map(({ slug }) => slug).join(', ');
      throw new ProblemException('invalid-request', {
        detail: `${challenge.slug} has no phase '${body.phase}'; it has ${known}.`,
        errors: [{ path: 'phase', message: `one of ${known}` }],
      });
    }
    const outcome = await this.database.$transaction(async (transaction) => {
      // One at a time per person, or two requests at once could both take the last submission of the day.
      await lockFor(transaction, `submit ${userId}`);
      const id = await this.repeated(transaction, userId, phase, challenge.manifest, key, body);
      return id === null ? this.write(transaction, userId, challenge, phase, key, body) : { id, evaluationId: null };
    });
    const { id, evaluationId } = outcome;
    if (evaluationId === null) return { id, isNew: false };
    await this.jobs.enqueue('evaluation.inspect', { evaluationId }, `${evaluationId}-inspect`);
    return { id, isNew: true };
  }

  /** The submission that this key made before, if it was the same; null when the key is new. */
  private async repeated(
    transaction: Transaction,
    userId: string,
    phase: Phase,
    manifest: Manifest,
    idempotencyKey: string,
    body: CreateSubmission,
  ): Promise<string | null> {
    const before = await transaction.submission.findUnique({
      where: { userId_idempotencyKey: { userId, idempotencyKey } },
      include: { artefacts: { orderBy: { ordinal: 'asc' } } },
    });
    if (!before) return null;
    const same =
      before.phaseId === phase.id &&
      before.kind === body.kind &&
      before.method === body.method &&
      before.notes === body.notes &&
      before.baseline === body.baseline &&
      before.artefacts.map(({ uploadId }) => uploadId).join() === body.uploads.join() &&
      before.contentHash === contentHashOf(before.artefacts, checkFormValues(body, manifest));
    if (!same)
      throw new ProblemException('idempotency-key-reused', {
        detail: `With this key you submitted '${before.method}' (submission ${before.id}).`,
        related: submissionPath(before.id),
      });
    return before.id;
  }

  private async write(
    transaction: Transaction,
    userId: string,
    { manifest }: CurrentChallenge,
    phase: Phase,
    idempotencyKey: string,
    body: CreateSubmission,
  ): Promise<{ id: string; evaluationId: string }> {
    const now = new Date();
    checkPhaseIsOpen(phase, now);
    const { kind, method, notes, baseline } = body;
    checkKind(kind, manifest, phase);
    checkNumberOfFiles(body, manifest);
    const form = checkFormValues(body, manifest);
    const uploads = await takeUploads(transaction, userId, body, manifest);
    const contentHash = contentHashOf(uploads, form);
    await checkIsNew(transaction, { userId, phaseId: phase.id, contentHash });
    if (!baseline) await checkQuota(transaction, userId, phase, now);
    const { id } = await transaction.submission.create({
      data: {
        userId,
        phaseId: phase.id,
        kind,
        method,
        notes,
        baseline,
        form: asJson(form),
        contentHash,
        idempotencyKey,
        createdAt: now,
        artefacts: {
          create: uploads.map(({ id: uploadId, filename, key, bytes, sha256 }, ordinal) => ({
            uploadId,
            role: 'submission',
            ordinal,
            filename,
            area: 'submissions',
            key,
            bytes,
            sha256,
          })),
        },
      },
    });
    const evaluation = await transaction.evaluation.create({
      data: { submissionId: id, phaseId: phase.id, events: { create: { state: 'received', fence: 0, message: 'Received.' } } },
    });
    return { id, evaluationId: evaluation.id };
  }
}
