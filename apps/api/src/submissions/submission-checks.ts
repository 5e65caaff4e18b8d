import { createHash } from 'node:crypto';
import { bytesLimit, checkForm } from '@unblind/contracts';
import type { Confirmation, CreateSubmission, FormValues, Manifest } from '@unblind/contracts';
import type { Phase, Upload } from '@unblind/database';
import { phaseStatus } from '../challenges/phases';
import { fileTooLarge } from '../common/file-size';
import { ProblemException } from '../common/problem';
import { apiPrefix } from '../config';
import type { ApiConfig } from '../config';
import { lastStep } from '../evaluations/silence';
import { quotaView } from './quota';
import type { ReceivingRows } from './submissions.repository';

/** The API path of a submission. */
export function submissionPath(id: string): string {
  return `/${apiPrefix}/submissions/${id}`;
}

export function checkPhaseIsOpen(phase: Phase, now: Date): void {
  const status = phaseStatus(phase, now);
  if (status === 'upcoming')
    throw new ProblemException('phase-not-open', { detail: `${phase.title} opens at ${phase.opensAt.toISOString()}.` });
  if (status === 'closed')
    throw new ProblemException('phase-closed', {
      detail: `${phase.title} closed at ${(phase.closesAt ?? phase.unblindedAt)?.toISOString() ?? ''}.`,
    });
}

export function checkKind(kind: CreateSubmission['kind'], { submission, phases, title }: Manifest, phase: Phase): void {
  const taken = phases.find(({ id }) => id === phase.slug)?.kinds ?? submission.kinds;
  if (taken.includes(kind)) return;
  throw new ProblemException('kind-not-accepted', {
    detail: `${phase.title} of ${title} accepts ${taken.join(', ')}; this submission is of kind '${kind}'.`,
  });
}

/** An answer has no files, a submission of models as many as the challenge allows, any other submission one. */
export function checkNumberOfFiles({ kind, uploads }: CreateSubmission, { submission }: Manifest): void {
  const [least, most] = kind === 'answer' ? [0, 0] : [1, kind === 'onnx' ? (submission.seeds?.max ?? 1) : 1];
  if (uploads.length >= least && uploads.length <= most && new Set(uploads).size === uploads.length) return;
  const expected = most === 0 ? 'no file' : most === 1 ? 'one file' : `${least} to ${most} different files`;
  throw new ProblemException('invalid-request', {
    detail: `A submission of kind '${kind}' has ${expected}; this one has ${uploads.length}.`,
    errors: [{ path: 'uploads', message: expected }],
  });
}

/** Fills in the defaults. @throws ProblemException that names every invalid field */
export function checkFormValues({ kind, form }: CreateSubmission, { submission }: Manifest): FormValues {
  const { values, problems } = checkForm((kind === 'answer' ? submission.answer : submission.parameters) ?? {}, form);
  if (problems.length === 0) return values;
  throw new ProblemException('invalid-request', {
    detail: problems.map(({ field, expected, got }) => `${field}: expected ${expected}, got ${got}`).join('; '),
    errors: problems.map(({ field, expected, got }) => ({ path: `form.${field}`, message: `expected ${expected}, got ${got}` })),
  });
}

/** Assigns the uploads to the submission: from now on they do not expire. */
export async function takeUploads(
  rows: ReceivingRows,
  { uploads: ids, kind }: Pick<CreateSubmission, 'uploads' | 'kind'>,
  manifest: Manifest,
): Promise<Upload[]> {
  const uploads: Upload[] = [];
  for (const id of ids) {
    const upload = await rows.findUpload(id);
    if (!upload)
      throw new ProblemException('invalid-request', {
        detail: `You have no upload ${id}.`,
        errors: [{ path: 'uploads', message: `no upload ${id}` }],
      });
    const limit = bytesLimit(manifest.submission.limits, kind);
    if (upload.bytes > limit) throw fileTooLarge(upload.filename, Number(upload.bytes), limit, manifest.title);
    if (!(await rows.keepUpload(id)))
      throw new ProblemException('upload-not-complete', { detail: `The upload of ${upload.filename} is ${upload.state}.` });
    uploads.push(upload);
  }
  return uploads;
}

/** sha256 over the sha256 of each file in order, and over the form if one was filled in. */
export function contentHashOf(files: readonly { sha256: string }[], form: FormValues): string {
  const fields = Object.keys(form).sort();
  const parts = [...files.map(({ sha256 }) => sha256), ...fields.map((field) => `${field}=${JSON.stringify(form[field])}`)];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** Refuses identical files, which would give the same result. After a failure or a cancel they may be submitted again. */
export async function checkIsNew(rows: ReceivingRows, phaseId: string, contentHash: string): Promise<void> {
  const earlier = await rows.findSame(phaseId, contentHash);
  if (!earlier) return;
  throw new ProblemException('duplicate-submission', {
    detail: `You submitted identical content to this phase as '${earlier.method}' at ${earlier.createdAt.toISOString()} (submission ${earlier.id}).`,
    related: submissionPath(earlier.id),
  });
}

/** @throws ProblemException unless one more submission of the entrant may run in the phase */
export async function checkQuota(rows: ReceivingRows, phase: Phase, now: Date): Promise<void> {
  const used = await rows.used(phase.id, now);
  if (phase.total !== null && used.total >= phase.total)
    throw new ProblemException('quota-used-up', {
      detail: `All ${phase.total} submissions of ${phase.title} are used.`,
      fix: 'Submit to another phase.',
    });
  if (phase.perDay === null || used.today < phase.perDay) return;
  const { resetsAt } = quotaView(phase, used, now);
  throw new ProblemException('quota-used-up', {
    detail: `${used.today} of ${phase.perDay} submissions of today (UTC) are used; the count starts again at ${resetsAt}.`,
    headers: { 'Retry-After': String(Math.ceil((Date.parse(resetsAt) - now.getTime()) / 1000)) },
  });
}

/** @throws ProblemException if the entrant has as many evaluations under way as one may have */
export async function checkWaiting(
  rows: ReceivingRows,
  { entrantWaiting, blindedStepMs }: Pick<ApiConfig, 'entrantWaiting' | 'blindedStepMs'>,
  now: Date,
): Promise<void> {
  const unfinished = await rows.countUnfinished(lastStep(now, blindedStepMs));
  if (unfinished < entrantWaiting) return;
  throw new ProblemException('too-many-waiting', {
    detail: `${unfinished} of your submissions have not ended yet; at most ${entrantWaiting} may wait or run at once.`,
  });
}

/** @throws ProblemException if the phase wants a confirmed account: accounts cannot be confirmed yet */
export function checkConfirmed(requires: Confirmation, title: string): void {
  if (requires === 'none') return;
  const what = requires === 'email' ? 'a confirmed e-mail address' : 'a confirmed identity';
  throw new ProblemException('not-confirmed', { detail: `${title} takes submissions of accounts with ${what}; yours has none.` });
}
