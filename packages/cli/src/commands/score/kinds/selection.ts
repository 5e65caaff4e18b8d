import { type SelectionPredictions, type SelectionTruth, scoreSelection } from '@unblind/scoring';
import { float64Column, int64Column, readTable, textColumn } from '@unblind/tensors';
import { reading, unreadable } from '../file-faults';
import type { LocalKind } from '../local-kind';
import { onlyTruth } from '../only-truth';

export const selection: LocalKind = {
  metrics: ['ams'],
  score: async (files, context) => {
    const truth = await readSolution(onlyTruth(files));
    return scoreSelection(truth, await readSubmission(files.predictions), context);
  },
};

/** Columns EventId, Class or Label, and Weight. Every row counts with its weight. */
async function readSolution(file: string): Promise<SelectionTruth> {
  const eventIds = int64Column(['EventId']);
  const classes = textColumn(['Class', 'Label']);
  const weights = float64Column(['Weight']);
  await reading('truth', file, () => readTable(file, [eventIds, classes, weights]));
  classes.values.forEach((label, row) => {
    if (label !== 's' && label !== 'b')
      throw unreadable('truth', file, `row ${row} has the class '${label}'.`, 'Use s for signal and b for background.');
  });
  return {
    eventIds: eventIds.values(),
    isSignal: Uint8Array.from(classes.values, (label) => (label === 's' ? 1 : 0)),
    weights: weights.values(),
  };
}

async function readSubmission(file: string): Promise<SelectionPredictions> {
  const eventIds = int64Column(['EventId']);
  const rankOrder = float64Column(['RankOrder']);
  const classes = textColumn(['Class']);
  await reading('predictions', file, () => readTable(file, [eventIds, rankOrder, classes]));
  return { eventIds: eventIds.values(), rankOrder: rankOrder.values(), classes: classes.values };
}
