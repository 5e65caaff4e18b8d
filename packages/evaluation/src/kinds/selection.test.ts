import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyThreshold, readKaggleFile } from './selection';

const ids = BigInt64Array.of(7n, 8n, 9n, 10n);

describe('a score with a threshold', () => {
  it('selects scores of at least the threshold and ranks by the score, equal ones in the order of their rows', () => {
    const { rankOrder, classes } = applyThreshold(ids, Float64Array.of(0.9, 0.5, 0.9, 0.1), 0.5);
    expect(classes).toEqual(['s', 's', 's', 'b']);
    expect(Array.from(rankOrder)).toEqual([3, 2, 4, 1]);
  });

  it('must have one value for each event', () => {
    expect(() => applyThreshold(ids, Float64Array.of(1), 0.5)).toThrow('one score for each event');
  });
});

describe("Kaggle's file", () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'selection-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    const path = join(folder, 'submission.csv');
    await writeFile(path, text);
    return readKaggleFile(path, 10);
  };

  it('is read with its ids, ranks and classes', async () => {
    const predictions = await read('EventId,RankOrder,Class\n8,1,b\n7,2,s\n');
    expect(predictions.event_ids?.data).toEqual(BigInt64Array.of(8n, 7n));
    expect(predictions.selected?.data).toEqual(Uint8Array.of(0, 1));
  });

  it('is refused with the row named where a class is neither s nor b, and with the columns where one is missing', async () => {
    await expect(read('EventId,RankOrder,Class\n8,1,b\n7,2,x\n')).rejects.toMatchObject({ detail: { subject: 'row 1', got: 'x' } });
    await expect(read('EventId,Class\n8,b\n')).rejects.toMatchObject({ detail: { code: 'predictions-unreadable' } });
  });
});
