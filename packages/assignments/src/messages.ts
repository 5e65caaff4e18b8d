import type { InspectOutcome, RunOutcome } from '@unblind/contracts';
import type { LoadedEvaluation } from './load-evaluation';

/** What a participant reads when an inspection has ended well. */
export function inspectionMessage(outcome: InspectOutcome, { kind, files }: Pick<LoadedEvaluation, 'kind' | 'files'>): string {
  switch (outcome.accepted) {
    case 'predictions':
      return `${kind === 'answer' ? 'The answer is' : 'The predictions are'} read. Waiting to be scored.`;
    case 'models':
      return `${fit(files.length)} the challenge${onSample(outcome.sampleSeconds)}. Waiting for a runner.`;
    case 'image': {
      const { image } = outcome;
      const layers = image?.layers === 1 ? 'layer' : 'layers';
      const size = image ? ` (${image.layers} ${layers}, ${(image.unpackedBytes / 1024 ** 2).toFixed(0)} MiB unpacked)` : '';
      return `The image is valid${size}${onSample(outcome.sampleSeconds)}. Waiting for a runner.`;
    }
  }
}

/** "The model fits", to be continued. */
export const fit = (models: number): string => (models > 1 ? `All ${models} models fit` : 'The model fits');

export function runMessage({ rows, usage }: Pick<RunOutcome, 'rows' | 'usage'>): string {
  return `${rows} samples done in ${usage.wallSeconds.toFixed(1)} s. Waiting to be scored.`;
}

function onSample(seconds: number | null): string {
  return seconds === null ? '' : ` and ran on the public sample in ${seconds.toFixed(1)} s`;
}
