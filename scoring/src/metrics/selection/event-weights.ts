import { PlatformFault } from '@unblind/contracts';
import type { IdColumn } from '../../ids/dense-codes';

/** The solution: every test event with its class and weight. */
export interface SelectionTruth {
  eventIds: IdColumn;
  /** 1 signal, 0 background. */
  isSignal: Uint8Array;
  /** Expected number of events that the row stands for, at least 0. */
  weights: Float64Array;
  /**
   * 1 for events that are scored; all by default. Kaggle's file has the public and private events together: every event must be in the
   * submission, but only one split is scored.
   */
  scored?: Uint8Array;
}

/** Sum of weights per class in the 2014 data, to which each split is normalised. */
export const expectedEvents = { signal: 691.988607711987, background: 410999.847321811 } as const;

/**
 * Scales the weights of each class of a split so that they sum to the expected number of events of the whole sample.
 *
 * @throws PlatformFault where a class is empty
 */
export function normaliseWeights(
  weights: Float64Array,
  isSignal: Uint8Array,
  sums: { readonly signal: number; readonly background: number } = expectedEvents,
): Float64Array {
  let signal = 0;
  let background = 0;
  weights.forEach((weight, i) => {
    if (isSignal[i] === 1) signal += weight;
    else if (isSignal[i] === 0) background += weight;
  });
  if (!(signal > 0 && background > 0)) throw brokenTruth(`its classes weigh ${signal} (signal) and ${background} (background)`);
  return weights.map((weight, i) => (isSignal[i] === 1 ? (weight * sums.signal) / signal : (weight * sums.background) / background));
}

/** @throws PlatformFault for columns of different lengths, labels other than 0 and 1, and invalid weights */
export function checkTruth({ eventIds, isSignal, weights, scored }: SelectionTruth): void {
  const rows = eventIds.length;
  if (rows === 0 || isSignal.length !== rows || weights.length !== rows || (scored && scored.length !== rows)) {
    throw brokenTruth(`its columns have ${rows}, ${isSignal.length}, ${weights.length}${scored ? `, ${scored.length}` : ''} entries`);
  }
  for (let row = 0; row < rows; row++) {
    if (isSignal[row]! > 1) throw brokenTruth(`the label of row ${row} is ${isSignal[row]}`);
    if (!(weights[row]! >= 0 && weights[row]! < Infinity)) throw brokenTruth(`the weight of row ${row} is ${weights[row]}`);
  }
}

export function brokenTruth(what: string): PlatformFault {
  return new PlatformFault('scorer-failed', {
    message: `The solution cannot be scored: ${what}.`,
    fix: 'The organiser must repair the solution file.',
  });
}
