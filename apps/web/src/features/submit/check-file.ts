import { formatBytes, ContractBinding, formatCount, extensionsOf, fileKindOf, Inspection } from '@unblind/contracts';
import type { ChallengeDetail, ChallengeKind, InspectionIssue, SubmissionKind } from '@unblind/contracts';
import type { SubmissionContract } from '@unblind/onnx-inspect';
import { askWorker } from './ask-worker';
import { checkPredictions } from './check-predictions';
import type { PredictionsCheck } from './check-predictions';
import type { SplitSize } from './split-sizes';

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
  /** The size of predictions and the phases that they fit; null for models and images, and where only the platform can tell. */
  fits: PredictionsCheck['fits'];
}

/** The rules of a challenge that can be checked on the file alone. */
export interface FileRules {
  kind: ChallengeKind;
  submissionKinds: readonly SubmissionKind[];
  limits: Pick<ChallengeDetail['limits'], 'bytes' | 'imageBytes'>;
  /** Of the splits of the open phases, as everybody sees them. */
  sizes: readonly SplitSize[];
}

/** Checks a file in the browser, before anything is uploaded. */
export async function checkFile(file: File, rules: FileRules, contract: SubmissionContract): Promise<Check> {
  const refusal = wrongKind(file, rules) ?? wrongSize(file, rules);
  if (refusal) return { ...unread, ok: false, issues: [refusal] };
  const kind = fileKindOf(file.name, rules.kind);
  if (kind === 'predictions') {
    const { fits, fault } = await checkPredictions(file, { ...rules, outputs: contract.outputs });
    return { ...unread, ok: fault === null, issues: fault ? [fault] : [], fits };
  }
  if (kind !== 'onnx') return { ...unread, ok: true };
  const { inspection, binding } = await askWorker(newWorker, { file, contract }, parseAnswer);
  const issues = [...inspection.issues, ...(binding?.issues ?? [])];
  return { ok: issues.length === 0 && inspection.ok && binding?.ok === true, issues, inspection, binding, fits: null };
}

const unread: Omit<Check, 'ok'> = { issues: [], inspection: null, binding: null, fits: null };

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

const newWorker = () => new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' });

function parseAnswer(answer: unknown): { inspection: Inspection; binding: ContractBinding | null } {
  if (typeof answer !== 'object' || answer === null || !('inspection' in answer) || !('binding' in answer))
    throw new Error('The browser could not read the file. Has it been moved or changed since it was chosen?');
  return { inspection: Inspection.parse(answer.inspection), binding: ContractBinding.nullable().parse(answer.binding) };
}
