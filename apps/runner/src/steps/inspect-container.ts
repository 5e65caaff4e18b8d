import type { LoadedEvaluation } from '@unblind/assignments';
import { move } from '@unblind/database';
import type { Held } from './hold';
import { enqueueInTurn } from './hold-evaluation';
import type { Turns } from './hold-evaluation';
import type { Model } from './open-model';
import { SampleLog } from './sample-log';
import { runStep } from './steps';
import { hasSample, noSample, tryOnSample } from './trial';
import type { TrialOptions } from './trial';

/** Checks the image, then runs it on the public sample. Its participant sees everything that the container printed. */
export async function acceptContainer(options: TrialOptions & Turns, held: Held, evaluation: LoadedEvaluation): Promise<void> {
  if (!hasSample(evaluation)) throw noSample(evaluation);
  const log = new SampleLog();
  try {
    const message = await tryOnSample(options, held, evaluation, async ({ model, sample, run }) => {
      const { usage } = await run({ seed: 1, split: sample, onLog: log.take });
      return `The image is valid${sizeOf(model)} and ran on the public sample in ${usage.wallSeconds.toFixed(1)} s. Waiting for a runner.`;
    });
    const moved = await move(options.database, {
      ...held.claim,
      from: ['inspecting'],
      to: 'queued',
      message,
      detail: { log: log.text },
    });
    if (moved) await enqueueInTurn(options, runStep, evaluation.id);
  } catch (error) {
    throw log.addTo(error);
  }
}

function sizeOf({ image }: Model): string {
  if (!image) return '';
  return ` (${image.layers} ${image.layers === 1 ? 'layer' : 'layers'}, ${(image.unpackedBytes / 1024 ** 2).toFixed(0)} MiB unpacked)`;
}
