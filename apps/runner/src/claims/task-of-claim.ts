import { createHash } from 'node:crypto';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedEvaluation } from '@unblind/assignments';
import { loadChallenge } from '@unblind/challenges';
import { ContractBinding, PlatformFault, nominal, throughputOf } from '@unblind/contracts';
import type { AssignedInputs, Assignment, ModelStep, StoredDataSetFile, SubmittedModelFile } from '@unblind/contracts';
import { HEARTBEAT_MS, STALE_MS } from '@unblind/database';
import { Area } from '@unblind/storage';
import type { Storage } from '@unblind/storage';
import type { Held } from '../steps/hold';
import type { Task } from '../steps/task';
import { StoredPredictions } from '../steps/predictions';

interface Claimed {
  step: ModelStep;
  /** Opened without credentials for truth. */
  storage: Storage;
  /** The folder of the challenges. */
  challenges: string;
}

/** The task of a claimed evaluation. Addresses of its files are areas with keys, or paths on this machine. */
export async function taskOfClaim({ step, storage, challenges }: Claimed, held: Held, evaluation: LoadedEvaluation): Promise<Task> {
  const { id, slug, version, manifest, split, hiddenInputs, kind, form, gpu, binding, dataSetId } = evaluation;
  const stored = new StoredPredictions(storage, id, evaluation.predictionsFence);
  const assignment: Assignment = {
    lease: { evaluationId: id, step, fence: held.claim.fence, heartbeatSeconds: HEARTBEAT_MS / 1000, staleSeconds: STALE_MS / 1000 },
    submissionId: evaluation.submission.id,
    challenge: { slug, version },
    manifest,
    split,
    hiddenInputs,
    kind,
    form,
    gpu,
    binding: binding === null ? null : ContractBinding.parse(binding),
    dataSetId,
    ...sizeOf(evaluation),
    files: evaluation.files.map(({ key, sha256, filename, bytes }) => ({
      href: `submissions/${key}`,
      sha256,
      filename,
      bytes: Number(bytes),
    })),
    inputs: inputsOf(evaluation, step),
    reference: step === 'time' ? await referenceOf(challenges, evaluation) : null,
    scores: step === 'time' ? await stored.find({ seed: 1, variation: nominal }, 'scores') : null,
  };
  const fetch: Task['fetch'] = async ({ href, sha256 }, path) => {
    const got = await download(storage, href, path);
    if (got === sha256) return;
    await rm(path, { force: true });
    throw new PlatformFault('storage-unavailable', {
      message: `${href} is not the file that was stored: its sha256 differs.`,
      expected: sha256,
      got,
      fix: 'Nothing is wrong with your file. Submit it again if this stays; the operator has to check the store.',
    });
  };
  return { assignment, signal: held.signal, progress: held.progress, fetch, store: (tensor, npy) => stored.put(tensor, tensor.name, npy) };
}

/** @returns the sha256 */
async function download(storage: Storage, href: string, path: string): Promise<string> {
  if (href.startsWith('/')) {
    await copyFile(href, path);
    return sha256Of(await readFile(path));
  }
  const at = href.indexOf('/');
  const area = Area.parse(href.slice(0, at));
  return (await storage.area(area).download(href.slice(at + 1), path)).sha256;
}

function inputsOf({ index, split }: LoadedEvaluation, step: ModelStep): AssignedInputs[] {
  const { sample, train, [split]: own } = index.splits;
  const nominalOf = (name: string, found: typeof own) => (found ? [inputsFrom(name, null, found)] : []);
  if (step === 'inspect') return nominalOf('sample', sample);
  if (step === 'time') return nominalOf(split, own);
  const shifts = Object.entries(own?.variations ?? {}).map(([variation, rows]) => inputsFrom(split, variation, rows));
  return [...nominalOf(split, own), ...shifts, ...nominalOf('train', train)];
}

interface StoredInputs {
  rows: number;
  views: Record<string, StoredDataSetFile>;
}

function inputsFrom(split: string, variation: string | null, { rows, views }: StoredInputs): AssignedInputs {
  const assigned: AssignedInputs['views'] = {};
  for (const [name, { area, key, bytes, sha256, dtype, shape, lengths }] of Object.entries(views))
    assigned[name] = { href: `${area}/${key}`, bytes, sha256, dtype, shape, ...(lengths ? { lengths } : {}) };
  return { split, variation, rows, views: assigned };
}

/** The number of rows of the split and, where rows are sets, of all their entries. */
function sizeOf({ index, split }: LoadedEvaluation): { rows: number; entries: number } {
  const { rows = 0, views = {}, truth = {} } = index.splits[split] ?? {};
  const entries = Object.values({ ...views, ...truth }).map(({ shape }) => shape[0] ?? 0);
  return { rows, entries: Math.max(rows, ...entries) };
}

/** The reference model in this runner's folder of the challenge. */
async function referenceOf(challenges: string, evaluation: LoadedEvaluation): Promise<SubmittedModelFile> {
  const { reference } = throughputOf(evaluation);
  const filename = evaluation.manifest.baselines.find(({ name }) => name === reference)?.file;
  const { directory } = await loadChallenge(evaluation.slug, challenges);
  const href = join(directory, filename ?? '');
  const content = filename === undefined ? null : await readFile(href).catch(() => null);
  if (filename === undefined || content === null)
    throw new PlatformFault('data-missing', {
      message: `The reference model '${reference}' is not in this runner's copy of the challenge.`,
      fix: 'Update the runner to the version of the platform.',
    });
  return { href, filename, bytes: content.length, sha256: sha256Of(content) };
}

const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
