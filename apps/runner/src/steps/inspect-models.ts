import { join } from 'node:path';
import type { LoadedEvaluation } from '@unblind/assignments';
import { ContractBinding, ParticipantFault, PlatformFault } from '@unblind/contracts';
import { asJson, move } from '@unblind/database';
import { backwards, checkBatches } from '@unblind/evaluation';
import type { FileReader } from '../reader/file-reader';
import { withFiles } from './fetch-file';
import type { Held } from './hold';
import { enqueueInTurn } from './hold-evaluation';
import type { Turns } from './hold-evaluation';
import { runStep } from './steps';
import { hasSample, tryOnSample } from './trial';
import type { TrialOptions } from './trial';

interface Options extends TrialOptions, Turns {
  reader: FileReader;
}

/** Checks each model against the challenge's contract without running it, then runs all on the public sample. */
export async function acceptModels(options: Options, held: Held, evaluation: LoadedEvaluation): Promise<void> {
  const models = await withFiles(options, evaluation, async (path, filename) => ({
    filename,
    ...(await options.reader.inspectModel(path, evaluation.manifest, held.signal)),
  }));
  const [first, ...others] = models;
  if (!first) throw new PlatformFault('data-missing', { message: 'The submission has no file.', fix: 'Submit it again.' });
  for (const other of others) checkSameShape(first, other);
  const tried = hasSample(evaluation) ? await tryModels(options, held, { ...evaluation, binding: first.binding }) : '';
  const moved = await move(options.database, {
    ...held.claim,
    from: ['inspecting'],
    to: 'queued',
    message: `${others.length > 0 ? `All ${models.length} models fit` : 'The model fits'} the challenge${tried}. Waiting for a runner.`,
    set: { inspection: asJson(first.inspection), binding: asJson(first.binding) },
  });
  if (moved) await enqueueInTurn(options, runStep, evaluation.id);
}

/** Runs each model twice: as it will be run, then on the same rows in other batches. Returns what to tell. */
function tryModels(options: Options, held: Held, evaluation: LoadedEvaluation): Promise<string> {
  const { manifest, files } = evaluation;
  const binding = ContractBinding.parse(evaluation.binding);
  return tryOnSample(options, held, evaluation, async ({ sample, viewsDirectory, folder, on, run }) => {
    const turned = await backwards({ manifest, binding, modelPath: '', split: sample, viewsDirectory }, join(folder, 'backwards'));
    let seconds = 0;
    for (const seed of files.keys()) {
      const usual = await run({ seed: seed + 1, split: sample });
      seconds += usual.usage.wallSeconds;
      // The answers of a model that draws random numbers differ anyway, which its results say.
      if (!turned || !usual.deterministic) continue;
      const again = await run({ seed: seed + 1, ...turned, views: join(folder, 'backwards') });
      checkBatches(usual.output, again.output, on);
    }
    return ` and ran on the public sample in ${seconds.toFixed(1)} s`;
  });
}

/** The models of one submission may differ only in their weights: their inputs and outputs must be the same. */
function checkSameShape(
  first: { filename: string; binding: ContractBinding },
  other: { filename: string; binding: ContractBinding },
): void {
  const shape = ({ binding: { inputs, output, fixedBatch } }: { binding: ContractBinding }) => JSON.stringify([inputs, output, fixedBatch]);
  if (shape(first) === shape(other)) return;
  throw new ParticipantFault('contract-input-shape', {
    message: `${other.filename} has different inputs or outputs from ${first.filename}.`,
    subject: other.filename,
    expected: shape(first),
    got: shape(other),
    fix: 'Send models of one method, trained from different seeds. Submit other methods separately.',
  });
}
