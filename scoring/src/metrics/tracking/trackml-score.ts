import { isDoubleMajority } from './track-matching';
import type { TrackTable } from './match-tracks';

/**
 * The TrackML accuracy score of one event, in [0, 1]: the summed weight of the majority particle's hits over the tracks
 * that pass the double majority, divided by the weight of all true hits. Double precision; a data set's score is the plain
 * mean over its events, where an event without a submission counts 0.
 *
 * Source: arXiv:1904.06778; LAL/trackml-library, trackml/score.py `score_event`.
 */
export function trackmlScore(table: TrackTable): number {
  let score = 0;
  for (let track = 0; track < table.trackHits.length; track++) {
    if (isDoubleMajority(table, track)) score += table.majorityWeight[track]!;
  }
  return score;
}
