import { sortDescending } from '../../numerics/radix-sort';
import { ams } from './ams';

/** The AMS as a function of the cut on a score: entry k selects every event with score >= threshold[k]. */
export interface AmsCurve {
  threshold: Float64Array;
  /** Number of selected events. */
  selected: Uint32Array;
  signal: Float64Array;
  background: Float64Array;
  ams: Float64Array;
  /** The entry with the largest AMS; of equal ones, the tightest cut. */
  best: number;
}

/** Events from the most to the least signal-like, grouped by equal scores, which no cut can separate. */
export interface RankedEvents {
  /** Event index at each position. */
  order: Uint32Array;
  /** Positions just after each group of equal scores. */
  ends: Uint32Array;
}

/** @param scores finite; larger is more signal-like */
export function rankEvents(scores: Float64Array): RankedEvents {
  const order = sortDescending(scores);
  const ends = new Uint32Array(scores.length);
  let groups = 0;
  for (let position = 1; position <= order.length; position++) {
    if (position === order.length || scores[order[position]!] !== scores[order[position - 1]!]) ends[groups++] = position;
  }
  return { order, ends: ends.subarray(0, groups) };
}

/**
 * The approximate median significance at every cut, from the tightest to none, in one pass over the ranked events.
 *
 * @param weightAt weight of the event at each position of the ranking
 * @param isSignalAt its class
 */
export function amsCurve({ order, ends }: RankedEvents, scores: Float64Array, weightAt: Float64Array, isSignalAt: Uint8Array): AmsCurve {
  const curve = {
    threshold: new Float64Array(ends.length),
    selected: ends,
    signal: new Float64Array(ends.length),
    background: new Float64Array(ends.length),
    ams: new Float64Array(ends.length),
    best: 0,
  };
  let signal = 0;
  let background = 0;
  let position = 0;
  for (let k = 0; k < ends.length; k++) {
    for (; position < ends[k]!; position++) {
      if (isSignalAt[position] === 1) signal += weightAt[position]!;
      else background += weightAt[position]!;
    }
    curve.threshold[k] = scores[order[position - 1]!]!;
    curve.signal[k] = signal;
    curve.background[k] = background;
    curve.ams[k] = ams(signal, background);
    if (curve.ams[k]! > curve.ams[curve.best]!) curve.best = k;
  }
  return curve;
}

/** Only the largest AMS of the curve, and how many events it selects. Cuts that add no signal to the one before cannot be better and are skipped. */
export function largestAms({ ends }: RankedEvents, weightAt: Float64Array, isSignalAt: Uint8Array): { ams: number; selected: number } {
  let signal = 0;
  let background = 0;
  let evaluatedSignal = 0;
  const largest = { ams: 0, selected: 0 };
  let position = 0;
  for (let k = 0; k < ends.length; k++) {
    for (; position < ends[k]!; position++) {
      if (isSignalAt[position] === 1) signal += weightAt[position]!;
      else background += weightAt[position]!;
    }
    if (signal === evaluatedSignal) continue;
    evaluatedSignal = signal;
    const value = ams(signal, background);
    if (value > largest.ams) {
      largest.ams = value;
      largest.selected = position;
    }
  }
  return largest;
}
