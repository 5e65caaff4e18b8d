import { formatBytes, ContractBinding, formatCount, extensionsOf, fileKindOf, Inspection } from '@unblind/contracts';
import type { ChallengeDetail, ChallengeKind, InspectionIssue, SubmissionKind } from '@unblind/contracts';
import type { SubmissionContract } from '@unblind/onnx-inspect';

export interface CheckRequest {
  file: File;
  contract: SubmissionContract;
}

export interface Check {
  ok: boolean;
  issues: InspectionIssue[];
  /** Null for predictions and images, and if the file was rejected before it was read. */
  inspection: Inspection | null;
  binding: ContractBinding | null;
}

/** The rules of a challenge that can be checked on the file alone. */
export interface FileRules {
  kind: ChallengeKind;
  submissionKinds: readonly SubmissionKind[];
  limits: Pick<ChallengeDetail['limits'], 'bytes' | 'imageBytes'>;
}

/** Checks a file in the browser, before anything is uploaded. */
export async function checkFile(file: File, rules: FileRules, contract: SubmissionContract): Promise<Check> {
  const refusal = wrongKind(file, rules) ?? wrongSize(file, rules);
  if (refusal) return { ok: false, issues: [refusal], inspection: null, binding: null };
  if (fileKindOf(file.name, rules.kind) !== 'onnx') return { ok: true, issues: [], inspection: null, binding: null };
  const { inspection, binding } = await inspectInWorker({ file, contract });
  const issues = [...inspection.issues, ...(binding?.issues ?? [])];
  return { ok: issues.length === 0 && inspection.ok && binding?.ok === true, issues, inspection, binding };
}

function wrongKind(file: File, { kind: challenge, submissionKinds }: FileRules): InspectionIssue | null {
  const kind = fileKindOf(file.name, challenge);
  if (kind !== null && submissionKinds.includes(kind)) return null;
  const wanted = submissionKinds.flatMap((name) => extensionsOf(name, challenge));
  return {
    code: 'kind-not-accepted',
    message: `${file.name} has a type that this challenge does not accept.`,
    expected: wanted.join(', '),
    got: /\.[^.]+$/.exec(file.name)?.[0] ?? 'no extension',
    fix: 'Choose a file with one of these extensions, or rename the file if its extension is unusual.',
  };
}

function wrongSize(file: File, { kind, limits }: FileRules): InspectionIssue | null {
  const isImage = fileKindOf(file.name, kind) === 'container';
  const limit = isImage ? (limits.imageBytes ?? limits.bytes) : limits.bytes;
  if (file.size === 0)
    return { code: 'file-empty', message: `${file.name} is empty.`, got: '0 B', fix: 'Export or download the file again.' };
  if (file.size <= limit) return null;
  return {
    code: 'file-too-large',
    message: `${file.name} is larger than this challenge allows.`,
    expected: `at most ${formatBytes(limit)}`,
    got: `${formatBytes(file.size)} (${formatCount(file.size)} bytes)`,
    fix: isImage
      ? 'Leave build tools, caches and data out of the image; a multi-stage build helps.'
      : 'Store the weights in half precision, quantise them or prune the model.',
  };
}

function inspectInWorker(request: CheckRequest): Promise<{ inspection: Inspection; binding: ContractBinding | null }> {
  const worker = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<unknown>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || 'The check could not be started in this browser.'));
    worker.postMessage(request);
  })
    .then(parseAnswer)
    .finally(() => worker.terminate());
}

function parseAnswer(answer: unknown): { inspection: Inspection; binding: ContractBinding | null } {
  if (typeof answer !== 'object' || answer === null || !('inspection' in answer) || !('binding' in answer))
    throw new Error('The browser could not read the file. Has it been moved or changed since it was chosen?');
  return { inspection: Inspection.parse(answer.inspection), binding: ContractBinding.nullable().parse(answer.binding) };
}
