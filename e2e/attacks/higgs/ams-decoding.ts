import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { loadChallenge } from '@unblind/challenges';
import { streamKey } from '@unblind/random';
import { ams } from '@unblind/scoring';
import type { Attack } from '../attack';
import { valuesOf, withData } from '../generated-data';
import { boardFeedback } from '../tagging/board-attacks';
import { findBackground } from '../tagging/bisect';
import type { GroupCounter } from '../tagging/group-counts';
import { byScore, demoted } from '../tagging/scores';
import { metricOf } from '../tagging/target';
import { DevelopmentAmsBoard, ranked, WeakenedAmsBoard, type ScoredRows, type SelectionSample } from './ams-board';
import { resultOf, slug } from './run-model';

/** A tenth of the challenge's parts: single events weigh more, which is where decoding is strongest. */
const parts = { ranking: 6000, diagnostic: 2000 };
/** What one account may send in the development phase. */
const budget = 200;
/** At which the baseline selects. */
const ownThreshold = 0.9;

/**
 * Selects one group of rows per submission. From an AMS in full precision, and the few weights that events have, it follows how many
 * of the group are of which process; groups are halved until the background among the selected rows is known, and left out.
 */
export const amsDecoding: Attack = {
  name: 'AMS decoding',
  against: 'development board',
  limitSigma: 3,
  inShort: false,
  async run() {
    const { sample, honest } = await honestSelection();
    const guarded = new DevelopmentAmsBoard(sample, await boardFeedback(slug));
    const weakened = new WeakenedAmsBoard(sample);
    const gainOn = (board: DevelopmentAmsBoard | WeakenedAmsBoard) => {
      const selected = byScore(honest).filter((row) => honest[row]! >= 0.5);
      board.submit(honest);
      const background = findBackground(selected.reverse(), amsCounter(board.shownRows), board, budget - 1);
      board.submit(demoted(honest, background));
      return sigmaAbove(board.rankingRows, honest, board.best);
    };
    return { gainSigma: gainOn(guarded), controlSigma: gainOn(weakened), queries: guarded.queries, accounts: 1 };
  },
};

/** The challenge's own data and the scores of its network on them, with the threshold moved to one half. */
function honestSelection(): Promise<{ sample: SelectionSample; honest: Float64Array }> {
  const key = streamKey(new Uint8Array(32).fill(11));
  return withData(slug, { sizes: { public: parts }, seed: 1, key }, async (splitOf) => {
    const { directory } = await loadChallenge(slug);
    const split = splitOf('public');
    const { scores } = await resultOf(await readFile(join(directory, 'baselines/network.onnx')), split, ranked);
    return {
      sample: {
        isSignal: Uint8Array.from(await valuesOf(split, 'labels')),
        weights: await valuesOf(split, 'weights'),
        part: Uint8Array.from(await valuesOf(split, 'part')),
      },
      honest: scores.map((score) =>
        score < ownThreshold ? (0.5 * score) / ownThreshold : 0.5 + (0.5 * (score - ownThreshold)) / (1 - ownThreshold),
      ),
    };
  });
}

/** The attacker knows the weights of the processes: they are those of the public training split. */
function amsCounter({ truth: { weights, isSignal }, rows }: ScoredRows): GroupCounter {
  const distinct = (label: number) => [...new Set(weights.filter((_, row) => isSignal[row] === label))];
  const [signal = NaN] = distinct(1);
  const background = distinct(0);
  return {
    name: 'AMS decoding',
    groupsPerQuery: 1,
    count([group = []], target) {
      const scores = new Float64Array(target.rows);
      for (const row of group) scores[row] = 1;
      const shown = metricOf(target.submit(scores), ranked);
      if (shown === null) return [null];
      // Of a part, any number of the group's rows may be shown.
      const sizes = rows.length === target.rows ? [group.length] : Array.from({ length: group.length + 1 }, (_, size) => size);
      const nearest = { off: Infinity, background: 0 };
      for (const size of sizes)
        for (let signals = 0; signals <= size; signals++)
          for (const weight of mixtures(background, size - signals)) {
            const off = Math.abs(ams(signals * signal, weight) - shown);
            if (off < nearest.off) Object.assign(nearest, { off, background: size - signals });
          }
      return [nearest.background];
    },
  };
}

/** The weights that so many events of some kinds can have together. */
function mixtures([first, ...others]: readonly number[], events: number): number[] {
  if (first === undefined) return events === 0 ? [0] : [];
  if (others.length === 0) return [events * first];
  return Array.from({ length: events + 1 }, (_, of) => mixtures(others, events - of).map((weight) => weight + of * first)).flat();
}

function sigmaAbove(rows: ScoredRows, honest: Float64Array, best: number): number {
  const [metric] = rows.score(honest, [ranked], 200).metrics;
  const { value, low, high } = metric ?? { value: null, low: null, high: null };
  return (best - (value ?? NaN)) / (((high ?? NaN) - (low ?? NaN)) / 2);
}
