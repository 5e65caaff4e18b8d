import { checkIds } from '../../ids/check-ids';
import type { IdColumn } from '../../ids/dense-codes';
import { joinIds } from '../../ids/join-ids';
import { ScoringRefusal } from '../../refusal';
import { type SelectionTruth, brokenTruth } from './event-weights';

/** The columns of a submission's file, with one row per test event in any order. */
export interface SelectionPredictions {
  eventIds: IdColumn;
  /** 1 ... N, each once; larger is more signal-like. */
  rankOrder: Int32Array | Float64Array;
  /** 's' or 'b'. */
  classes: readonly string[];
}

/** The submission in the order of the truth. */
export interface CheckedSelectionSubmission {
  /** 1 where the Class is 's'. */
  selected: Uint8Array;
  rankOrder: Float64Array;
}

/**
 * Refuses, naming the row: an EventId that is unknown or repeated, a Class other than s and b, a RankOrder that is not a permutation of
 * 1 ... N, and an 's' ranked below a 'b'. A test event without a row is refused by its id. (The reference codes accept repeated
 * events, and one of them accepts ranks beyond N.)
 */
export function checkSelectionSubmission(truth: SelectionTruth, predictions: SelectionPredictions): CheckedSelectionSubmission {
  const { eventIds, rankOrder, classes } = predictions;
  const rows = eventIds.length;
  if (rankOrder.length !== rows || classes.length !== rows) {
    throw new ScoringRefusal(
      'length-mismatch',
      `EventId, RankOrder and Class have ${rows}, ${rankOrder.length} and ${classes.length} entries; every row needs all three.`,
      null,
      { fix: 'Write EventId, RankOrder and Class in every row.' },
    );
  }
  checkClasses(classes);
  const truthRows = matchEvents(truth, eventIds);
  checkPermutation(rankOrder);
  checkRanksAgree(predictions);
  const selected = new Uint8Array(rows);
  const ranks = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    selected[truthRows[row]!] = classes[row] === 's' ? 1 : 0;
    ranks[truthRows[row]!] = rankOrder[row]!;
  }
  return { selected, rankOrder: ranks };
}

function checkClasses(classes: readonly string[]): void {
  const row = classes.findIndex((label) => label !== 's' && label !== 'b');
  if (row < 0) return;
  // Not label-invalid: that is a label of the truth, which the participant cannot mend.
  throw new ScoringRefusal('value-invalid', `Row ${row}: Class must be s or b, not '${classes[row]}'.`, row, {
    fix: 'Write s for events that you select and b for the others.',
    expected: 's or b',
    got: String(classes[row]),
  });
}

const idFix = 'Write one row for each test event, with its EventId.';
const rankFix = 'Give each row a RankOrder of its own, from 1 for the most background-like event to the number of rows.';

/** Per row of the submission its row of the truth. */
function matchEvents(truth: SelectionTruth, eventIds: IdColumn): Int32Array {
  checkIds('EventId', eventIds);
  const { rowOf, repeatedKnown } = joinIds(truth.eventIds, eventIds);
  if (repeatedKnown !== null) throw brokenTruth(`EventId ${truth.eventIds[repeatedKnown]} appears twice`);
  const seen = new Uint8Array(truth.eventIds.length);
  for (let row = 0; row < rowOf.length; row++) {
    const event = rowOf[row]!;
    if (event < 0) throw new ScoringRefusal('id-unknown', `Row ${row}: EventId ${eventIds[row]} is not a test event.`, row, { fix: idFix });
    if (seen[event] === 1) {
      throw new ScoringRefusal('id-duplicate', `Row ${row}: EventId ${eventIds[row]} was given before.`, row, { fix: idFix });
    }
    seen[event] = 1;
  }
  const missing = seen.indexOf(0);
  if (missing < 0) return rowOf;
  const count = seen.length - eventIds.length;
  throw new ScoringRefusal(
    'id-missing',
    `EventId ${truth.eventIds[missing]} has no row (${count} of ${seen.length} are missing); give every test event once.`,
    null,
    { fix: idFix, expected: `${seen.length} events`, got: `${eventIds.length}` },
  );
}

function checkPermutation(rankOrder: Int32Array | Float64Array): void {
  const rows = rankOrder.length;
  const taken = new Uint8Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    const rank = rankOrder[row]!;
    if (!(rank >= 1 && rank <= rows && Math.floor(rank) === rank)) {
      throw new ScoringRefusal('value-invalid', `Row ${row}: RankOrder must be a whole number from 1 to ${rows}, not ${rank}.`, row, {
        fix: rankFix,
        expected: `a whole number from 1 to ${rows}`,
        got: String(rank),
      });
    }
    if (taken[rank] === 1)
      throw new ScoringRefusal('id-duplicate', `Row ${row}: RankOrder ${rank} was given before.`, row, { fix: rankFix });
    taken[rank] = 1;
  }
}

/** Every 's' must rank above every 'b'. */
function checkRanksAgree({ rankOrder, classes }: SelectionPredictions): void {
  let lowestSignal = -1;
  let highestBackground = -1;
  for (let row = 0; row < classes.length; row++) {
    if (classes[row] === 's') {
      if (lowestSignal < 0 || rankOrder[row]! < rankOrder[lowestSignal]!) lowestSignal = row;
    } else if (highestBackground < 0 || rankOrder[row]! > rankOrder[highestBackground]!) highestBackground = row;
  }
  if (lowestSignal < 0 || highestBackground < 0 || rankOrder[lowestSignal]! > rankOrder[highestBackground]!) return;
  throw new ScoringRefusal(
    'value-invalid',
    `Row ${lowestSignal}: Class s has RankOrder ${rankOrder[lowestSignal]}, below the ${rankOrder[highestBackground]} of row ` +
      `${highestBackground}, whose Class is b; every s must rank above every b.`,
    lowestSignal,
    { fix: 'Rank every event of Class s above every event of Class b, or change its Class.' },
  );
}
