import { Inject, Injectable } from '@nestjs/common';
import type { CreateSubmission } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import type { Phase } from '@unblind/database';
import type { ShownChallenge } from '../challenges/challenges.repository';
import { requirementOf } from '../challenges/phases';
import { ProblemException } from '../common/problem';
import { CONFIG } from '../common/tokens';
import type { ApiConfig } from '../config';
import {
  checkConfirmed,
  checkFormValues,
  checkIsNew,
  checkKind,
  checkNumberOfFiles,
  checkPhaseIsOpen,
  checkQuota,
  checkWaiting,
  contentHashOf,
  submissionPath,
  takeUploads,
} from './submission-checks';
import { SubmissionsRepository } from './submissions.repository';
import type { ReceivingRows } from './submissions.repository';

type ReceiveConfig = Pick<ApiConfig, 'entrantWaiting' | 'blindedStepMs' | 'submitRequires'>;

/** A submission request with its challenge and phase. */
interface Sent {
  challenge: ShownChallenge;
  phase: Phase;
  idempotencyKey: string;
  body: CreateSubmission;
  config: ReceiveConfig;
}

/** Receives a submission: all checks and rows in one transaction, under a lock per user, and then the job. */
@Injectable()
export class ReceiveService {
  constructor(
    private readonly submissions: SubmissionsRepository,
    @Inject(CONFIG) private readonly config: ReceiveConfig,
  ) {}

  async receive(
    userId: string,
    challenge: ShownChallenge,
    idempotencyKey: string,
    body: CreateSubmission,
  ): Promise<{ id: string; isNew: boolean }> {
    const phase = challenge.phases.find(({ slug }) => slug === body.phase);
    if (!phase) {
      const known = challenge.phases.map(({ slug }) => slug).join(', ');
      throw new ProblemException('invalid-request', {
        detail: `${challenge.slug} has no phase '${body.phase}'; it has ${known}.`,
        errors: [{ path: 'phase', message: `one of ${known}` }],
      });
    }
    const sent = { challenge, phase, idempotencyKey, body, config: this.config };
    const { id, evaluationId } = await this.submissions.receive(userId, async (rows) => {
      const before = await repeated(rows, sent);
      return before === null ? write(rows, sent) : { id: before, evaluationId: null };
    });
    return { id, isNew: evaluationId !== null };
  }
}

/** The submission that was made with this key, if the request is the same; null if the key is new. */
async function repeated(rows: ReceivingRows, { challenge, phase, idempotencyKey, body }: Sent): Promise<string | null> {
  const before = await rows.findByKey(idempotencyKey);
  if (!before) return null;
  const same =
    before.phaseId === phase.id &&
    before.kind === body.kind &&
    before.method === body.method &&
    before.notes === body.notes &&
    before.baseline === body.baseline &&
    before.artefacts.map(({ uploadId }) => uploadId).join() === body.uploads.join() &&
    before.contentHash === contentHashOf(before.artefacts, checkFormValues(body, challenge.manifest));
  if (!same)
    throw new ProblemException('idempotency-key-reused', {
      detail: `With this key you submitted '${before.method}' (submission ${before.id}).`,
      related: submissionPath(before.id),
    });
  return before.id;
}

async function write(
  rows: ReceivingRows,
  { challenge: { manifest }, phase, idempotencyKey, body, config }: Sent,
): Promise<{ id: string; evaluationId: string }> {
  const now = new Date();
  checkPhaseIsOpen(phase, now);
  if (!body.baseline) checkConfirmed(requirementOf(phase, manifest, config.submitRequires), phase.title);
  const { kind, method, notes, baseline } = body;
  checkKind(kind, manifest, phase);
  checkNumberOfFiles(body, manifest);
  const values = checkFormValues(body, manifest);
  const uploads = await takeUploads(rows, body, manifest);
  const contentHash = contentHashOf(uploads, values);
  await checkIsNew(rows, phase.id, contentHash);
  if (!baseline) {
    await checkWaiting(rows, config, now);
    await checkQuota(rows, phase, now);
  }
  const form = asJson(values);
  return rows.create({ phaseId: phase.id, kind, method, notes, baseline, form, contentHash, idempotencyKey, createdAt: now }, uploads);
}
