import { createHash } from 'node:crypto';
import type { CreateSubmission, Manifest } from '@unblind/contracts';
import type { Phase, Prisma, Upload } from '@unblind/database';
import { phaseStatus } from '../challenges/phases';
import { fileTooLarge } from '../common/file-size';
import { ProblemException } from '../common/problem';
import { apiPrefix } from '../config';
import { quotaView, usedToday } from './quota';

type Transaction = Prisma.TransactionClient;

/** Where the API shows a submission. */
export function submissionPath(id: string): string {
  return `/${apiPrefix}/submissions/${id}`;
}

export function checkPhaseIsOpen(phase: Phase, now: Date): void {
  const status = phaseStatus(phase, now);
  if (status === 'upcoming')
    throw new ProblemException('phase-not-open', { detail: `${phase.title} opens at ${phase.opensAt.toISOString()}.` });
  if (status === 'closed')
    throw new ProblemException('phase-closed', { detail: `${phase.title} closed at ${phase.closesAt?.toISOString() ?? ''}.` });
}

export function checkKind(kind: CreateSubmission['kind'], { submission, title }: Manifest): void {
  if (submission.kinds.includes(kind)) return;
  throw new ProblemException('kind-not-accepted', { detail: `${title} takes ${submission.kinds.join(', ')}; this is '${kind}'.` });
}

/** Takes the uploads for good: from here on they do not expire. */
export async function takeUploads(transaction: Transaction, userId: string, ids: readonly string[], manifest: Manifest): Promise<Upload[]> {
  const uploads: Upload[] = [];
  for (const id of ids) {
    const upload = await transaction.upload.findFirst({ where: { id, userId } });
    if (!upload)
      throw new ProblemException('invalid-request', {
        detail: `There is no upload ${id} of yours.`,
        errors: [{ path: 'uploads', message: `no upload ${id}` }],
      });
    const limit = manifest.submission.limits.bytes;
    if (upload.bytes > limit) throw fileTooLarge(upload.filename, Number(upload.bytes), limit, manifest.title);
    const { count } = await transaction.upload.updateMany({ where: { id, state: 'complete' }, data: { expiresAt: new Date() } });
    if (count === 0) throw new ProblemException('upload-not-complete', { detail: `The upload of ${upload.filename} is ${upload.state}.` });
    uploads.push(upload);
  }
  return uploads;
}

/** sha256 over the files' sha256 in order. */
export function contentHashOf(files: readonly { sha256: string }[]): string {
  return createHash('sha256')
    .update(files.map(({ sha256 }) => sha256).join('\n'))
    .digest('hex');
}

/** The same files again would give the same result. After a failure or a cancel they may be sent again. */
export async function checkIsNew(transaction: Transaction, where: { userId: string; phaseId: string; contentHash: string }): Promise<void> {
  const earlier = await transaction.submission.findFirst({
    where: { ...where, evaluations: { some: { state: { notIn: ['failed', 'cancelled'] } } } },
    orderBy: { createdAt: 'desc' },
  });
  if (!earlier) return;
  throw new ProblemException('duplicate-submission', {
    detail: `You submitted this very file to this phase as '${earlier.method}' at ${earlier.createdAt.toISOString()} (submission ${earlier.id}).`,
    related: submissionPath(earlier.id),
  });
}

export async function checkQuota(transaction: Transaction, userId: string, phase: Phase, now: Date): Promise<void> {
  if (phase.perDay === null) return;
  const used = await usedToday(transaction, { userId, phaseId: phase.id }, now);
  if (used < phase.perDay) return;
  const { resetsAt } = quotaView(phase, used, now);
  throw new ProblemException('quota-used-up', {
    detail: `${used} of ${phase.perDay} submissions of today (UTC) are used; the count starts again at ${resetsAt}.`,
    headers: { 'Retry-After': String(Math.ceil((Date.parse(resetsAt) - now.getTime()) / 1000)) },
  });
}
