import { dataAreReady, loadEvaluation } from '@unblind/assignments';
import type { LoadedEvaluation } from '@unblind/assignments';
import { PlatformFault, nominal } from '@unblind/contracts';
import { move, setWaitingReason } from '@unblind/database';
import { kindOf } from '@unblind/evaluation';
import type { Predictions } from '@unblind/evaluation';
import type { JobContext } from '@unblind/queue';
import { withLease, type HostLease } from '../lease/host-lease';
import type { FileReader } from '../reader/file-reader';
import { withFiles } from './fetch-file';
import { waitsForGpu } from './gpu-for';
import type { Held } from './hold';
import { enqueueInTurn, holdEvaluation } from './hold-evaluation';
import type { Turns } from './hold-evaluation';
import { acceptContainer } from './inspect-container';
import { acceptModels } from './inspect-models';
import { StoredPredictions } from './predictions';
import { inspectStep, scoreStep } from './steps';
import type { TrialOptions } from './trial';

export interface InspectOptions extends TrialOptions, Turns {
  reader: FileReader;
  lease: HostLease;
}

/**
 * Inspects the submitted files. Predictions and answers are parsed. A model or an image is checked and then tried on the public sample,
 * so that most mistakes are found before it meets the phase's data and counts.
 */
export async function inspectEvaluation(options: InspectOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  const { database, gpu } = options;
  if (!(await dataAreReady(database, job.payload.evaluationId))) return;
  const kinds = ['onnx', 'container'] as const;
  if (await waitsForGpu(database, job.payload.evaluationId, { waiting: 'received', gpu, kinds })) return;
  if (await waitsForSandbox(options, job.payload.evaluationId)) return;
  await holdEvaluation(options, inspectStep, job, async (held) => {
    const evaluation = await loadEvaluation(options.database, held.claim.id);
    switch (evaluation.kind) {
      case 'predictions':
        return acceptPredictions(options, held, evaluation, await readPredictions(options, held, evaluation));
      case 'answer':
        return acceptPredictions(options, held, evaluation, readAnswer(evaluation));
      case 'onnx':
      case 'container': {
        const accept = evaluation.kind === 'onnx' ? acceptModels : acceptContainer;
        // It runs, so it must not run during a timing.
        return withLease(options.lease.shared(held.signal), (lost) =>
          accept(options, { ...held, signal: AbortSignal.any([held.signal, lost]) }, evaluation),
        );
      }
    }
  });
}

/** Leaves what this runner has no sandbox for to another one, and says so. */
async function waitsForSandbox({ database, sandboxes }: InspectOptions, evaluationId: string): Promise<boolean> {
  const evaluation = await loadEvaluation(database, evaluationId).catch(() => null);
  const kind = evaluation?.kind;
  if (kind !== 'onnx' && kind !== 'container') return false;
  if ((kind === 'onnx' ? sandboxes.models : sandboxes.images) !== null) return false;
  const what = kind === 'onnx' ? 'models' : 'containers';
  await setWaitingReason(database, evaluationId, 'received', `Waiting for a runner with a sandbox for ${what}.`);
  return true;
}

async function readPredictions(options: InspectOptions, { signal }: Held, evaluation: LoadedEvaluation): Promise<Predictions> {
  const { manifest, form } = evaluation;
  if (!kindOf(manifest.kind).readFile) throw notTaken(evaluation);
  const context = { manifest, form, ...sizeOf(evaluation) };
  const [predictions] = await withFiles(options, evaluation, (path, filename) =>
    options.reader.readPredictions(path, filename, context, signal),
  );
  if (!predictions) throw new PlatformFault('data-missing', { message: 'The submission has no file.', fix: 'Submit it again.' });
  return predictions;
}

/** The number of rows of the split and, where rows are sets, of all their entries. */
function sizeOf({ index, split }: LoadedEvaluation): { rows: number; entries: number } {
  const { rows = 0, views = {}, truth = {} } = index.splits[split] ?? {};
  const entries = Object.values({ ...views, ...truth }).map(({ shape }) => shape[0] ?? 0);
  return { rows, entries: Math.max(rows, ...entries) };
}

function readAnswer(evaluation: LoadedEvaluation): Predictions {
  const { manifest, form } = evaluation;
  const kind = kindOf(manifest.kind);
  if (!kind.readAnswer) throw notTaken(evaluation);
  return kind.readAnswer({ manifest, form, rows: evaluation.index.splits[evaluation.split]?.rows ?? 0 });
}

function notTaken({ kind, manifest }: LoadedEvaluation): PlatformFault {
  return new PlatformFault('internal', {
    message: `Challenges of kind ${manifest.kind} cannot take submissions of kind ${kind} yet.`,
    fix: 'Nothing is wrong with your file.',
  });
}

async function acceptPredictions(
  options: InspectOptions,
  { claim }: Held,
  evaluation: LoadedEvaluation,
  predictions: Predictions,
): Promise<void> {
  const stored = new StoredPredictions(options.storage, evaluation.id);
  const run = { seed: 1, variation: nominal };
  await stored.put(run, predictions);
  await stored.finish([run]);
  const moved = await move(options.database, {
    ...claim,
    from: ['inspecting'],
    to: 'scoring',
    message: `${evaluation.kind === 'answer' ? 'The answer is' : 'The predictions are'} read. Waiting to be scored.`,
  });
  if (moved) await enqueueInTurn(options, scoreStep, evaluation.id);
}
