import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { ScoringRefusal } from '@unblind/scoring';
import type { ScoreReport } from '@unblind/scoring';
import { kindOf } from './kinds';
import type { ScoreTask } from './kinds/kind';

/** Scores predictions against the truth of a split. @throws ParticipantFault, PlatformFault */
export async function scorePredictions(task: ScoreTask): Promise<ScoreReport> {
  try {
    return await kindOf(task.manifest.kind).score(task);
  } catch (error) {
    if (error instanceof ScoringRefusal) throw refusalAsFault(error);
    throw error;
  }
}

/**
 * Refused predictions are the participant's fault; invalid truth or an unknown metric is the platform's. The fixes here are for
 * refusals that do not state their own.
 */
export function refusalAsFault(refusal: ScoringRefusal): ParticipantFault | PlatformFault {
  const subject = refusal.index === null ? undefined : `row ${refusal.index}`;
  const mend = (fix: string) => ({ message: refusal.message, subject, fix, ...refusal.mending });
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
