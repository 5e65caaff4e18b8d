import { ScoringRefusal } from '../../refusal';
import { rankScores, type RankedScores } from '../tagging/ranked-scores';
import type { ClassScores } from './class-scores';

/** The events of one class and the background class, ranked against each other. */
export interface ClassAgainstBackground {
  readonly ranked: RankedScores;
  /** The sample's event at each position of the ranking. */
  readonly events: Uint32Array;
}

/**
 * Ranks the events of a signal class and of the background class by p_S / (p_S + p_B), all other events aside: what
 * JetClass's Rej50 is made from (arXiv:2202.03772). Where both probabilities are zero the score is 1/2.
 *
 * @throws ScoringRefusal `out-of-range` for a negative score of either class, with the index of the event
 */
export function rankAgainstBackground(sample: ClassScores, signal: number, background: number): ClassAgainstBackground {
  const { labels, scores, classes } = sample;
  const chosen = new Uint32Array(labels.length);
  let count = 0;
  for (let event = 0; event < labels.length; event++) {
    if (labels[event] === signal || labels[event] === background) chosen[count++] = event;
  }
  const events = chosen.slice(0, count);
  const ratios = new Float64Array(count);
  events.forEach((event, i) => {
    const forSignal = scores[event * classes + signal]!;
    const forBackground = scores[event * classes + background]!;
    if (forSignal < 0 || forBackground < 0) {
      throw new ScoringRefusal('out-of-range', `Event ${event} has a negative score; a ratio of class scores needs them >= 0.`, event);
    }
    const sum = forSignal + forBackground;
    ratios[i] = sum === 0 ? 0.5 : forSignal / sum;
  });
  const isSignal = Uint8Array.from(events, (event) => (labels[event] === signal ? 1 : 0));
  const ranked = rankScores(isSignal, ratios);
  return { ranked, events: ranked.order.map((i) => events[i]!) };
}
