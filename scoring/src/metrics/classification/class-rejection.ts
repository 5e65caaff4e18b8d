import { rankScores, type RankedScores } from '../tagging/ranked-scores';
import type { ClassProbabilities } from './class-probabilities';

/** The events of one class and the background class, ranked against each other. */
export interface ClassAgainstBackground {
  readonly ranked: RankedScores;
  /** The sample's event at each position of the ranking. */
  readonly events: Uint32Array;
}

/** The smallest denominator, as in the code of JetClass, so that the score is 0 if both probabilities are 0. */
const smallestSum = 1e-10;

/**
 * Ranks the events of a signal class and of the background class by p_S / max(p_S + p_B, 1e-10) and ignores all other events, as for
 * JetClass's Rej50 (arXiv:2202.03772).
 *
 * @throws ScoringRefusal `one-class` if one of the two classes has no event
 */
export function rankAgainstBackground(sample: ClassProbabilities, signal: number, background: number): ClassAgainstBackground {
  const { labels, probabilities, names } = sample;
  const chosen = new Uint32Array(labels.length);
  let count = 0;
  for (let event = 0; event < labels.length; event++) {
    if (labels[event] === signal || labels[event] === background) chosen[count++] = event;
  }
  const events = chosen.slice(0, count);
  const ratios = Float64Array.from(events, (event) => {
    const [forSignal, forBackground] = [probabilities[event * names.length + signal]!, probabilities[event * names.length + background]!];
    return forSignal / Math.max(forSignal + forBackground, smallestSum);
  });
  const isSignal = Uint8Array.from(events, (event) => (labels[event] === signal ? 1 : 0));
  const ranked = rankScores(isSignal, ratios);
  return { ranked, events: ranked.order.map((i) => events[i]!) };
}
