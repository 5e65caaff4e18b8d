import { releasesOf } from '@unblind/contracts';
import { namedStream, streamKey } from '@unblind/random';
import type { Attack } from '../attack';
import { boardFeedback } from '../tagging/board-attacks';
import { ascend, budget, sizes } from './ascent';
import { calibrate, count } from './counting';
import { IntervalBoard, type IntervalSample } from './interval-board';
import { slug, unshifted } from './split';

/** Pseudo-experiments of the ranking and the diagnostic part, as many as the challenge has. */
const rows = sizes.ranking + sizes.diagnostic;
/** GeV. */
const massAbove = 92;

export const intervalAscent: Attack = {
  name: 'slow ascent on the board of the quantile score',
  against: 'development board',
  limitSigma: 3,
  inShort: false,
  async run() {
    const sample = await honestEstimates();
    const feedback = await boardFeedback(slug);
    const gainOn = (board: IntervalBoard, releases: number) => {
      const random = namedStream('slow ascent');
      const file = ascend({ board, estimates: sample.estimates, random, releases });
      const honest = board.rankingScore(sample.estimates.map(({ muHat, delta }) => ({ low: muHat - delta, high: muHat + delta })));
      return (board.rankingScore(file).value - honest.value) / honest.sigma;
    };
    const guarded = new IntervalBoard(sample, feedback, true);
    return {
      gainSigma: gainOn(guarded, releasesOf(feedback)),
      controlSigma: gainOn(new IntervalBoard(sample, feedback, false), budget),
      queries: guarded.queries,
      accounts: 1,
    };
  },
};

/** Of a counting experiment on the challenge's data. */
async function honestEstimates(): Promise<IntervalSample> {
  const { train, test } = await unshifted({ train: 84, public: rows }, streamKey(new Uint8Array(32).fill(7)));
  const calibration = calibrate(train, massAbove);
  const part = Uint8Array.from({ length: rows }, (_, row) => (row < sizes.ranking ? 0 : 1));
  namedStream('parts').shuffle(part);
  return { estimates: test.events.map((events) => count(events, calibration)), mu: test.truth.mu, part };
}
