import type { Ladder } from '@unblind/contracts';
import type { Attack, Size } from '../attack';
import { DevelopmentBoard, honestResult } from './development-board';
import { boardFeedback, onBoard, onDiagnostic } from './board-attacks';
import { dividedSample, undividedSample, type TaggingSample } from './sample';
import { probabilities } from './scores';
import type { Shown } from './target';

/** How many trainings of one method the attacker compares. */
const trainings = 50;
/** The gain is the mean over as many challenges, because the luck of a single one is larger than the limit. */
const repeats: Record<Size, number> = { short: 15, full: 60 };
/** Final entries that count. */
const picks = 2;

/** What the attacker chooses by: larger is better. */
type Choice = (training: { shown: Shown; value: number }) => number;

/**
 * Trains a method again and again and picks the two trainings that did best on the development board; honest participants pick two
 * without looking. Each training has an account of its own, which shows more of it than one participant gets to see.
 */
function picking(name: string, choice: Choice): Attack {
  return {
    name,
    against: 'private split',
    limitSigma: 0.3,
    inShort: false,
    async run(size) {
      const feedback = await boardFeedback();
      const gains = Array.from({ length: repeats[size] }, (_, repeat) => gainsOf(repeat, choice, feedback));
      const mean = (of: (gain: (typeof gains)[number]) => number) => gains.reduce((sum, gain) => sum + of(gain), 0) / gains.length;
      return {
        gainSigma: mean(({ chosen }) => chosen),
        // Without the defence the private split shows its values too.
        controlSigma: mean(({ open }) => open),
        queries: trainings,
        accounts: trainings,
      };
    },
  };
}

function gainsOf(repeat: number, choice: Choice, feedback: Ladder): { chosen: number; open: number } {
  const development = dividedSample(`development/${repeat}`, 'short');
  const hidden = undividedSample(`private/${repeat}`, 'short');
  const { sigma } = honestResult(hidden, probabilities(hidden.logits));
  const all = Array.from({ length: trainings }, () => ({
    value: privateValue(hidden),
    shown: new DevelopmentBoard(development, feedback).submit(probabilities(development.trainAgain())),
  }));
  const best = (chosen: typeof all) => Math.max(...chosen.slice(0, picks).map(({ value }) => value));
  const pairs = Array.from({ length: trainings / picks }, (_, pair) => best(all.slice(pair * picks)));
  const honest = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
  const by = (of: Choice) => (best([...all].sort((a, b) => of(b) - of(a))) - honest) / sigma;
  return { chosen: by(choice), open: by(({ value }) => value) };
}

const privateValue = (hidden: TaggingSample): number => honestResult(hidden, probabilities(hidden.trainAgain()), 0).value;

export const pickAttacks: readonly Attack[] = [
  picking("final picks by the board's number", ({ shown }) => onBoard(shown) ?? -Infinity),
  picking('final picks by the diagnostic part', ({ shown }) => onDiagnostic(shown) ?? -Infinity),
];
