import { loadChallenge } from '@unblind/challenges';
import type { Ladder } from '@unblind/contracts';
import { namedStream } from '@unblind/random';
import type { Attack, Size } from '../attack';
import { boost, climb, type Search } from './adapt';
import { findBackground } from './bisect';
import { DevelopmentBoard, honestResult, WeakenedBoard } from './development-board';
import { accuracyCounter, aucCounter, differenceCounter, histogramCounter, matrixCounter, reliabilityCounter } from './group-counts';
import type { GroupCounter } from './group-counts';
import { decodeRoc } from './roc-decoding';
import { dividedSample, type TaggingSample } from './sample';
import { demoted, passingRows, probabilities } from './scores';
import { metricOf, rankedMetric, type Shown, type Target } from './target';

/** What one account may send in the development phase. */
const budget = 200;
/** Choosing the best of as many honest entries gains 2.2 to 2.7. */
const limitSigma = 3;

/** The feedback of a challenge's board by a metric, or of its first board, as its definition has it. */
export async function boardFeedback(slug = 'top-tagging', by?: string): Promise<Ladder> {
  const { manifest } = await loadChallenge(slug);
  const feedback = manifest.scoring.boards.find((board) => by === undefined || board.by === by)?.feedback;
  if (!feedback) throw new Error(`The board of ${slug} has no feedback: a board on hidden truth needs a ladder.`);
  return feedback;
}

interface Play {
  sample: TaggingSample;
  honest: Float64Array;
  target: Target;
}

interface Options {
  /** On a small split single events weigh more, which is where a search is strongest. */
  onSmallSplit?: boolean;
  inShort?: boolean;
}

function againstBoard(name: string, attack: (play: Play) => void, { onSmallSplit = false, inShort = false }: Options = {}): Attack {
  return {
    name,
    against: 'development board',
    limitSigma,
    inShort,
    async run(size: Size) {
      const sample = dividedSample('split', onSmallSplit ? 'short' : size);
      const honest = probabilities(sample.logits);
      const gainOn = (target: Target, rows: TaggingSample) => {
        attack({ sample, honest, target });
        return sigmaAbove(rows, honest, target.best);
      };
      const guarded = new DevelopmentBoard(sample, await boardFeedback());
      return {
        gainSigma: gainOn(guarded, sample),
        controlSigma: gainOn(new WeakenedBoard(sample), { ...sample, part: null }),
        queries: guarded.queries,
        accounts: 1,
      };
    },
  };
}

/** By how much a rejection is better than the honest one on the same rows. */
export function sigmaAbove(rows: TaggingSample, honest: Float64Array, rejection: number): number {
  const { value, sigma } = honestResult(rows, honest);
  return (Math.log(rejection) - value) / sigma;
}

/** The board's number follows what the decoded background is worth. */
function decoding(makeCounter: () => GroupCounter, options?: Options): Attack {
  return againstBoard(
    makeCounter().name,
    ({ honest, target }) => {
      target.submit(honest);
      target.submit(demoted(honest, findBackground(passingRows(honest, target.signal), makeCounter(), target, budget - 1)));
    },
    options,
  );
}

const rocDecoding = againstBoard(
  'ROC decoding',
  ({ honest, target }) => {
    target.submit(honest);
    target.submit(demoted(honest, decodeRoc(passingRows(honest, target.signal), target, 60, namedStream('roc'))));
  },
  { inShort: true },
);

/** What a search follows: the number on the board, or that of the diagnostic part. */
export const onBoard = (shown: Shown): number | null => shown.board && Math.log(shown.board);
export const onDiagnostic = (shown: Shown): number | null => Math.log(metricOf(shown, rankedMetric) ?? Infinity);

function search({ honest, target }: Play, read: Search['read']): Search {
  const keepsBest = read === onBoard && target instanceof DevelopmentBoard;
  return { honest, target, budget, random: namedStream('search'), read, keepsBest };
}

const searching: Options = { onSmallSplit: true };

export const boardAttacks: readonly Attack[] = [
  decoding(() => histogramCounter, { inShort: true }),
  rocDecoding,
  decoding(() => reliabilityCounter, { inShort: true }),
  decoding(() => accuracyCounter),
  decoding(() => aucCounter),
  decoding(() => matrixCounter),
  decoding(differenceCounter),
  againstBoard("Blum-Hardt boosting on the board's number", (play) => boost(search(play, onBoard)), { ...searching, inShort: true }),
  againstBoard('Blum-Hardt boosting on the diagnostic part', (play) => boost(search(play, onDiagnostic)), searching),
  againstBoard("hill climbing on ambiguous events by the board's number", (play) => climb(search(play, onBoard)), {
    ...searching,
    inShort: true,
  }),
  againstBoard('hill climbing on ambiguous events by the diagnostic part', (play) => climb(search(play, onDiagnostic)), searching),
];
