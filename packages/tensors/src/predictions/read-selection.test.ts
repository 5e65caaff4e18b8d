import { readEverywhere } from '../test/files';
import { readSelection } from './read-selection';

describe("Kaggle's file", () => {
  const read = (text: string) => readEverywhere(Buffer.from(text), (file) => readSelection(file, 2));

  it('is read with its ids, ranks and classes', async () => {
    const predictions = await read('EventId,RankOrder,Class\n8,1,b\n7,2,s\n');
    expect(predictions.event_ids?.data).toEqual(BigInt64Array.of(8n, 7n));
    expect(predictions.selected?.data).toEqual(Uint8Array.of(0, 1));
  });

  it('is refused with the row named where a class is neither s nor b, and with the columns where one is missing', async () => {
    await expect(read('EventId,RankOrder,Class\n8,1,b\n7,2,x\n')).rejects.toMatchObject({ detail: { subject: 'row 1', got: 'x' } });
    await expect(read('EventId,Class\n8,b\n')).rejects.toMatchObject({ detail: { code: 'predictions-unreadable' } });
  });

  it('is refused where an event or a rank comes twice, a rank is none, or rows are missing', async () => {
    await expect(read('EventId,RankOrder,Class\n8,1,b\n8,2,s\n')).rejects.toMatchObject({
      detail: { code: 'predictions-ids', message: 'Row 1: EventId 8 was given before, in row 0.' },
    });
    await expect(read('EventId,RankOrder,Class\n8,1,b\n7,1,s\n')).rejects.toMatchObject({ detail: { code: 'predictions-ids' } });
    await expect(read('EventId,RankOrder,Class\n8,0,b\n7,1,s\n')).rejects.toMatchObject({ detail: { subject: 'row 0', got: '0' } });
    await expect(read('EventId,RankOrder,Class\n8,1,b\n')).rejects.toMatchObject({ detail: { code: 'predictions-length' } });
  });
});
