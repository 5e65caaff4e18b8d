import { namedStream } from '@unblind/random';
import type { Attack } from '../attack';
import { decodeAreas, type AreaTest, type Kinds } from './area-tests';
import { boardFeedback, sigmaAbove } from './board-attacks';
import { dividedSample, separation, type TaggingSample } from './sample';
import { byScore, probabilities } from './scores';
import { metricOf } from './target';
import { TwoBoards } from './two-boards';

/** What one account may send in the development phase; the last file is of what was learnt. */
const tests = 199;
/** Signal that stands before the rows in question are put back, and that is in question, as a share of all. */
const destination = 0.6;
const reach = 0.42;
/** Change of the area with each file, in its steps: some more than one, because the sides change it as well. */
const steps = 2.1;
/** Variance of the areas as they are shown. */
const rounding = [0.0005 ** 2 / 12 + 4e-9, 0.0001 ** 2 / 12 + 4e-9] as const;

/**
 * Begins with a terrible file, and in each makes the area under the ROC curve better by some more than a step by rows that are surely
 * background. The rows in question stand in front or further back at random, and the areas tell the background among them, which then
 * does better on the board of the rejection.
 */
export const areaAscent: Attack = {
  name: "slow ascent on the board of the ROC curve's area",
  against: 'development board',
  limitSigma: 3,
  inShort: false,
  async run() {
    // On a small split single events weigh more.
    const sample = dividedSample('split', 'short');
    const feedback = { rejection: await boardFeedback(), area: await boardFeedback('top-tagging', 'auc') };
    const gainOn = (board: TwoBoards) => {
      const file = ascend(sample, board, feedback.area.step);
      // Not what the board shows: files could be made that use up none of its values before the last.
      return sigmaAbove(sample, probabilities(sample.logits), board.rejectionOf(file));
    };
    const guarded = new TwoBoards(sample, feedback, true);
    return {
      gainSigma: gainOn(guarded),
      controlSigma: gainOn(new TwoBoards(sample, feedback, false)),
      queries: guarded.queries,
      accounts: 1,
    };
  },
};

function ascend(sample: TaggingSample, board: TwoBoards, step: number): Float64Array {
  const { logits } = sample;
  const counts = countsOf(sample, board);
  const order = byScore(logits);
  const { rows, background } = kindsOf(logits, counts);
  const total = counts.signal[0] + counts.signal[1];
  const signalBefore = cumulated(order.map((row) => 1 - background[row]!));
  const inQuestion = order.slice(
    0,
    signalBefore.findIndex((sum) => sum >= reach * total),
  );
  const between = order.slice(
    0,
    signalBefore.findIndex((sum) => sum >= destination * total),
  );
  const behind = logits[between.at(-1)!]!;
  const perFile = Math.round((steps * step * counts.background[0]) / shareOf(counts.background));
  const surelyBackground = order.slice(-perFile * (tests + 1));
  const random = namedStream('slow ascent');
  const found: AreaTest[] = [];
  for (let before = 0; before < tests; before++) {
    const sides = Float32Array.from(inQuestion, () => (random.uniform() < 0.5 ? 0.5 : -0.5));
    const file = logits.slice();
    inQuestion.forEach((row, at) => (file[row] = sides[at]! > 0 ? 100 + logits[row]! : behind + 1e-4 * logits[row]!));
    surelyBackground.forEach((row, at) => (file[row]! += at < (before + 1) * perFile ? -300 : 300));
    const shown = board.submit(ranks(file));
    const areas = [board.newArea, metricOf(shown, 'auc')] as const;
    for (const part of [0, 1] as const) {
      const area = areas[part];
      if (area !== null) found.push({ sides, part, before, excess: area - expectedArea(file, rows, part) });
    }
  }
  // A row in front gains what lies between; half of the other rows in question are in front as well.
  const passed = (kind: 'signal' | 'background', part: 0 | 1) =>
    between.reduce((sum, row, at) => sum + rows[row]![kind][part] * (at < inQuestion.length ? 0.5 : 1), 0) / counts[kind][part];
  const perRow = (kind: 'signal' | 'background', part: 0 | 1) =>
    passed(kind === 'signal' ? 'background' : 'signal', part) / counts[kind][part];
  const learnt = decodeAreas(found, {
    rows: inQuestion.map((row) => rows[row]!),
    counts,
    effects: {
      signal: [perRow('signal', 0), perRow('signal', 1)],
      background: [perRow('background', 0), perRow('background', 1)],
    },
    movedPerFile: perFile,
    rounding,
  });
  const final = logits.slice();
  const ratio = (change: number, of: number) => Math.log(Math.max(0.02, 1 + change / of));
  inQuestion.forEach((row, at) => {
    const { signal, background } = rows[row]!;
    final[row]! -= (ratio(learnt.background[at]!, background[0]) - ratio(learnt.signal[at]!, signal[0])) / separation;
  });
  const file = ranks(final);
  board.submit(file);
  return file;
}

/** Rows of the parts: from the data page. */
function countsOf({ labels, part }: TaggingSample, { counts: { signal, background } }: TwoBoards): Kinds {
  const all = labels.reduce((sum, label) => sum + label, 0);
  return { signal: [all - signal, signal], background: [(part?.length ?? NaN) - all - background, background] };
}

/** What each row probably is, as own simulation tells from its score. */
function kindsOf(logits: Float64Array, counts: Kinds): { rows: Kinds[]; background: Float64Array } {
  const odds = sum(counts.background) / sum(counts.signal);
  const background = logits.map((logit) => 1 / (1 + Math.exp(logit * separation - separation ** 2 / 2) / odds));
  const split = (probability: number, of: Kinds['signal']) => [probability * shareOf(of), probability * (1 - shareOf(of))] as const;
  const rows = Array.from(background, (probability) => ({
    signal: split(1 - probability, counts.signal),
    background: split(probability, counts.background),
  }));
  return { rows, background };
}

/** The area of a part in the mean over what the rows may be. */
function expectedArea(scores: Float64Array, rows: readonly Kinds[], part: 0 | 1): number {
  let [area, signal, background] = [0, 0, 0];
  for (const row of byScore(scores).reverse()) {
    area += rows[row]!.signal[part] * background;
    signal += rows[row]!.signal[part];
    background += rows[row]!.background[part];
  }
  return area / (signal * background);
}

/** Scores between 0 and 1 in the same order. */
function ranks(values: Float64Array): Float64Array {
  const scores = new Float64Array(values.length);
  byScore(values).forEach((row, at) => (scores[row] = 1 - (at + 0.5) / values.length));
  return scores;
}

const sum = ([ranking, diagnostic]: Kinds['signal']): number => ranking + diagnostic;
const shareOf = (of: Kinds['signal']): number => of[0] / sum(of);

function cumulated(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => (total += value));
}
