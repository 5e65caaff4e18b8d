import { ContractBinding, Inspection } from '@unblind/contracts';
import type { ChallengeDetail, InspectionIssue } from '@unblind/contracts';
import type { SubmissionContract } from '@unblind/onnx-inspect';
import { bytes, count } from '@/lib/format/numbers';

export interface CheckRequest {
  file: File;
  contract: SubmissionContract;
}

export interface Check {
  ok: boolean;
  issues: InspectionIssue[];
  /** Null for predictions and images, and where the file was refused before it was read. */
  inspection: Inspection | null;
  binding: ContractBinding | null;
}

export type FileKind = 'onnx' | 'container' | 'predictions';

/** What a chosen file may be called, by the kind of submission. */
export const extensions: Record<string, readonly string[]> = {
  onnx: ['.onnx'],
  container: ['.tar'],
  predictions: ['.csv', '.npy', '.npz', '.json'],
};

export type FileLimits = Pick<ChallengeDetail['limits'], 'bytes' | 'imageBytes'>;

export function kindOf(filename: string): FileKind | null {
  if (/\.onnx$/i.test(filename)) return 'onnx';
  if (/\.tar$/i.test(filename)) return 'container';
  return /\.(npy|npz|csv|json)$/i.test(filename) ? 'predictions' : null;
}

/** What can be told about a file before a byte of it is sent. */
export async function checkFile(file: File, accepted: readonly string[], limits: FileLimits, contract: SubmissionContract): Promise<Check> {
  const refusal = wrongKind(file, accepted) ?? wrongSize(file, limitFor(file.name, limits));
  if (refusal) return { ok: false, issues: [refusal], inspection: null, binding: null };
  if (kindOf(file.name) !== 'onnx') return { ok: true, issues: [], inspection: null, binding: null };
  const { inspection, binding } = await inspectInWorker({ file, contract });
  const issues = [...inspection.issues, ...(binding?.issues ?? [])];
  return { ok: issues.length === 0 && inspection.ok && binding?.ok === true, issues, inspection, binding };
}

function wrongKind(file: File, accepted: readonly string[]): InspectionIssue | null {
  const kind = kindOf(file.name);
  if (kind !== null && accepted.includes(kind)) return null;
  const wanted = accepted.flatMap((name) => extensions[name] ?? []);
  return {
    code: 'kind-not-accepted',
    message: `${file.name} is not of a kind that this challenge takes here.`,
    expected: wanted.join(', '),
    got: /\.[^.]+$/.exec(file.name)?.[0] ?? 'no extension',
    fix: 'Choose a file of one of these kinds, or give it its usual extension.',
  };
}

function limitFor(filename: string, { bytes: most, imageBytes }: FileLimits): number {
  return kindOf(filename) === 'container' ? (imageBytes ?? most) : most;
}

function wrongSize(file: File, limit: number): InspectionIssue | null {
  if (file.size === 0)
    return { code: 'file-empty', message: `${file.name} is empty.`, got: '0 B', fix: 'Export or download the file again.' };
  if (file.size <= limit) return null;
  return {
    code: 'file-too-large',
    message: `${file.name} is larger than this challenge takes.`,
    expected: `at most ${bytes(limit)}`,
    got: `${bytes(file.size)} (${count(file.size)} bytes)`,
    fix:
      kindOf(file.name) === 'container'
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
