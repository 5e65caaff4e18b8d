import { loadChallenge } from '@unblind/challenges';
import { parseGate, type Gate, type Ladder, type MetricValue } from '@unblind/contracts';
import type { ScoreReport } from '@unblind/scoring';
import type { Attack } from '../attack';
import { boardFeedback, sigmaAbove } from './board-attacks';
import { DevelopmentBoard, WeakenedBoard } from './development-board';
import { dividedSample, type TaggingSample } from './sample';
import { byScore, demoted, passingRows, probabilities } from './scores';
import { metricOf, type Shown, type Target } from './target';

const slug = 'top-tagging';
/** What one account may send in the development phase. */
const budget = 200;
/** Whether an entry has a place on the board by speed, as a number: 1 or 0. */
const gateBit = 'gate';

/**
 * The board by speed asks for a quality, and says of each entry whether it has it: one exact bit. A file is made that just misses the
 * bound, and rows are put behind one at a time: the gate opens where that row was background.
 */
export const gateOracle: Attack = {
  name: 'the gate of the board by speed as an oracle',
  against: 'development board',
  limitSigma: 3,
  inShort: false,
  async run() {
    // On a small split single events weigh more.
    const sample = dividedSample('split', 'short');
    const honest = probabilities(sample.logits);
    const gate = await gateOfChallenge();
    const guarded = new GatedBoard(sample, await boardFeedback(slug), gate);
    const gainOn = (target: Target, rows: TaggingSample) => {
      target.submit(honest);
      target.submit(demoted(honest, backgroundByGate(honest, target)));
      return sigmaAbove(rows, honest, target.best);
    };
    return {
      gainSigma: gainOn(guarded, sample),
      controlSigma: gainOn(new WeakenedGatedBoard(sample, gate), { ...sample, part: null }),
      queries: guarded.queries,
      accounts: 1,
    };
  },
};

async function gateOfChallenge(): Promise<Gate> {
  const { manifest } = await loadChallenge(slug);
  const [gate] = manifest.scoring.boards.flatMap((board) => parseGate(board.gate ?? '') ?? []);
  if (!gate) throw new Error(`No board of ${slug} has a gate.`);
  return gate;
}

/** The gate is held against the diagnostic part. */
class GatedBoard extends DevelopmentBoard {
  constructor(
    sample: TaggingSample,
    feedback: Ladder,
    private readonly gate: Gate,
  ) {
    super(sample, feedback);
  }

  protected override diagnosed(report: ScoreReport): Omit<Shown, 'board'> {
    const shown = super.diagnosed(report);
    return { ...shown, metrics: [...shown.metrics, bitOf(this.gate, report)] };
  }
}

/** The gate is held against the rows that rank. */
class WeakenedGatedBoard extends WeakenedBoard {
  constructor(
    sample: TaggingSample,
    private readonly gate: Gate,
  ) {
    super(sample);
  }

  protected override show(scores: Float64Array): Shown {
    const shown = super.show(scores);
    return { ...shown, metrics: [bitOf(this.gate, shown)] };
  }
}

function bitOf(gate: Gate, { metrics }: Pick<ScoreReport | Shown, 'metrics'>): MetricValue {
  const value = metrics.find(({ name }) => name === gate.metric)?.value ?? null;
  return { name: gateBit, value: gate.passes(value) ? 1 : 0, low: null, high: null, method: 'exact' };
}

function backgroundByGate(honest: Float64Array, target: Target): number[] {
  const passes = (scores: Float64Array) => metricOf(target.submit(scores), gateBit) === 1;
  const order = byScore(honest);
  const surest = order.slice().reverse();
  /** So many rows that are surely background are put on top, and one more at a place in the order. */
  const worsened = (rows: number, place: number) => {
    const scores = honest.slice();
    for (const row of surest.slice(0, rows)) scores[row] = 1;
    scores[surest[rows]!] = honest[order[place]!]!;
    return scores;
  };
  const last = order.length - 1;
  const rows = lastThat((count) => passes(worsened(count, last)), { from: 0, before: 2048 });
  // The nearer the top, the worse: the places from the back of the order.
  const back = lastThat((place) => passes(worsened(rows, last - place)), { from: 0, before: last });
  const missing = worsened(rows, last - back - 1);
  const tested = passingRows(honest, target.signal).slice(0, budget - 1 - target.queries);
  return tested.filter((row) => passes(demoted(missing, [row])));
}

/** The last number for which a condition holds that holds up to some number, by bisection. */
function lastThat(holds: (number: number) => boolean, { from, before }: { from: number; before: number }): number {
  let [yes, no] = [from, before];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
