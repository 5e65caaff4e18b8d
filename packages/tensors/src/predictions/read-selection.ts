import { ParticipantFault, kinds } from '@unblind/contracts';
import type { NpyArray } from '@unblind/npy';
import type { SourceFile } from '../files/source-file';
import { float64Column, int64Column, textColumn } from '../tables/columns';
import { readColumns } from './read-columns';
import { wrongIds, wrongLength } from './score-faults';

/** Reads EventId, RankOrder, Class, a row for each event. Whose ids they are is checked later, against the truth. @throws ParticipantFault */
export async function readSelection(file: SourceFile, events: number): Promise<Record<string, NpyArray>> {
  const { columns } = kinds.selection.predictions[0];
  const [id, rank, chosen] = columns;
  const [eventIds, rankOrder, classes] = [int64Column([id]), float64Column([rank]), textColumn([chosen])];
  const rows = await readColumns(file, [eventIds, rankOrder, classes], {
    expected: `a CSV with the columns ${columns.join(', ')}`,
    rows: events,
  });
  const wrong = classes.values.findIndex((label) => label !== 's' && label !== 'b');
  if (wrong >= 0)
    throw new ParticipantFault('predictions-unreadable', {
      message: `Class must be s or b, not '${classes.values[wrong]}'.`,
      subject: `row ${wrong}`,
      expected: 's or b',
      got: String(classes.values[wrong]),
      fix: 'Write s for events that you select and b for the others.',
    });
  if (rows !== events) throw wrongLength(events, `${rows} rows`);
  checkOnce(eventIds.values());
  checkRanks(rankOrder.values());
  return {
    event_ids: { dtype: 'int64', shape: [rows], data: eventIds.values() },
    rank_order: { dtype: 'float64', shape: [rows], data: rankOrder.values() },
    selected: { dtype: 'uint8', shape: [rows], data: Uint8Array.from(classes.values, (label) => (label === 's' ? 1 : 0)) },
  };
}

function checkOnce(eventIds: BigInt64Array): void {
  const rows = new Map<bigint, number>();
  eventIds.forEach((id, row) => {
    const before = rows.get(id);
    if (before !== undefined)
      throw wrongIds(`Row ${row}: EventId ${id} was given before, in row ${before}.`, `row ${row}`, 'each EventId of the split once');
    rows.set(id, row);
  });
}

function checkRanks(ranks: Float64Array): void {
  const taken = new Uint8Array(ranks.length + 1);
  const expected = `each whole number from 1 to ${ranks.length} once`;
  ranks.forEach((rank, row) => {
    if (!(rank >= 1 && rank <= ranks.length && Number.isInteger(rank)))
      throw new ParticipantFault('predictions-unreadable', {
        message: `Row ${row}: RankOrder must be a whole number from 1 to ${ranks.length}, not ${rank}.`,
        subject: `row ${row}`,
        expected,
        got: String(rank),
        fix: rankFix,
      });
    if (taken[rank])
      throw new ParticipantFault('predictions-ids', {
        message: `Row ${row}: RankOrder ${rank} was given before.`,
        subject: `row ${row}`,
        expected,
        fix: rankFix,
      });
    taken[rank] = 1;
  });
}

const rankFix = 'Give each row a RankOrder of its own, from 1 for the most background-like event to the number of rows.';
