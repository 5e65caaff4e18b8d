import type { Manifest } from '@unblind/contracts';
import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { ScoringRefusal, scoreTagging } from '@unblind/scoring';
import type { ScoreReport, ScoringContext } from '@unblind/scoring';
import { readNpy } from '@unblind/tensors';
import type { LocalSplit } from './local-split';

type Scorer = (split: LocalSplit, scores: Float32Array | Float64Array, context: ScoringContext) => Promise<ScoreReport>;

/** One scorer for each kind of challenge that has one. */
const scorers: Partial<Record<Manifest['kind'], Scorer>> = {
  async tagging(split, scores, context) {
    const labels = await column(split, 'labels');
    const mass = split.truth.mass ? await column(split, 'mass') : undefined;
    return scoreTagging({ labels: Uint8Array.from(labels), mass }, scores, context);
  },
};

/**
 * Scores predictions against the truth of a split.
 * The seed comes from the challenge's version and the split, so that the replicates of any two submissions pair.
 */
export async function scoreSplit(
  manifest: Manifest,
  split: LocalSplit,
  scores: Float32Array | Float64Array,
  seed: string,
): Promise<ScoreReport> {
  const scorer = scorers[manifest.kind];
  if (!scorer) {
    throw new PlatformFault('scorer-failed', {
      message: `There is no scorer for challenges of kind ${manifest.kind} yet.`,
      fix: 'Nothing is wrong with your file.',
    });
  }
  try {
    return await scorer(split, scores, { metrics: manifest.scoring.metrics, replicates: manifest.scoring.replicates, seed });
  } catch (error) {
    if (error instanceof ScoringRefusal) throw refusalAsFault(error);
    throw error;
  }
}

/** What a scorer refuses in predictions is the participant's; a bad truth or metric name is the platform's. */
export function refusalAsFault(refusal: ScoringRefusal): ParticipantFault | PlatformFault {
  const subject = refusal.index === null ? undefined : `row ${refusal.index}`;
  const mend = (fix: string) => ({ message: refusal.message, subject, fix });
  switch (refusal.code) {
    case 'not-finite':
      return new ParticipantFault('predictions-not-finite', mend('Make the model return finite numbers for every event.'));
    case 'out-of-range':
      return new ParticipantFault(
        'predictions-out-of-range',
        mend('Return scores between 0 and 1, for example through a sigmoid or softmax.'),
      );
    case 'empty':
    case 'length-mismatch':
      return new ParticipantFault('predictions-length', mend('Send one score for each event of the split, in its order.'));
    case 'id-unknown':
    case 'id-duplicate':
    case 'id-missing':
      return new ParticipantFault('predictions-ids', mend('Send each event id exactly once.'));
    case 'value-invalid':
      return new ParticipantFault('predictions-unreadable', mend('Send numbers only.'));
    case 'one-class':
    case 'label-invalid':
    case 'weight-invalid':
    case 'metric-unknown':
      return new PlatformFault('scorer-failed', mend('Nothing is wrong with your file.'), { cause: refusal });
  }
}

async function column(split: LocalSplit, name: string): Promise<Float64Array> {
  const path = split.truth[name];
  if (!path) throw new PlatformFault('data-missing', { message: `The split has no truth '${name}'.`, fix: 'Prepare the data set again.' });
  const { data } = await readNpy(path);
  return Float64Array.from(data, Number);
}
