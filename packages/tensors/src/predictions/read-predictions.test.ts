import { ParticipantFault, type ChallengeKind } from '@unblind/contracts';
import { encodeNpy } from '@unblind/npy';
import { readEverywhere } from '../test/files';
import { readPredictions } from './read-predictions';

const read = (kind: ChallengeKind, bytes: string | Uint8Array, filename = 'file.csv') =>
  readEverywhere(Buffer.from(bytes), (file) =>
    readPredictions(file, filename, { kind, rows: 2, entries: 3, outputs: [{ name: 'score', shape: ['N'], per: 'row', range: [0, 1] }] }),
  );
const faultOf = (...of: Parameters<typeof read>) =>
  read(...of).then(
    () => 'it was read',
    (error: unknown) => (error instanceof ParticipantFault ? error.detail : error),
  );

describe('a file of predictions, on the platform and in a browser', () => {
  it('holds tracks, whose hits come once and whose ids are not negative', async () => {
    expect((await read('tracking', 'event_id,hit_id,track_id\n1,1,0\n1,2,0\n2,1,5\n')).hit_ids?.data).toEqual(BigInt64Array.of(1n, 2n, 1n));
    expect(await faultOf('tracking', 'event_id,hit_id,track_id\n1,1,0\n1,1,2\n')).toMatchObject({
      code: 'predictions-ids',
      subject: 'row 1',
    });
    expect(await faultOf('tracking', 'event_id,hit_id,track_id\n1,1,-7\n')).toMatchObject({ code: 'predictions-unreadable', got: '-7' });
    expect(await faultOf('tracking', 'event_id,hit_id,track_id\n1,1,0\n1,2,0\n1,3,0\n1,4,0\n')).toMatchObject({
      code: 'predictions-length',
    });
  });

  it('holds intervals, finite and the right way up', async () => {
    expect((await read('interval-estimation', 'mu_hat,p16,p84\n1,0,2\n1,1,1\n')).intervals?.shape).toEqual([2, 3]);
    expect(await faultOf('interval-estimation', 'mu_hat,p16,p84\n1,0,2\n1,nan,1\n')).toMatchObject({
      code: 'predictions-not-finite',
      message: 'Experiment 1: p16 must be finite, not NaN.',
    });
    const swapped = encodeNpy('float64', [2, 3], Float64Array.of(1, 0, 2, 1, 2, 0));
    expect(await faultOf('interval-estimation', swapped, 'file.npy')).toMatchObject({ subject: 'row 1', expected: 'p84 of at least 2' });
    const sets = JSON.stringify({ mu_hats: [1, 1, 1], p16: [0, 0, 0], p84: [2, 2, 2] });
    expect(await faultOf('interval-estimation', sets, 'file.json')).toMatchObject({ code: 'predictions-length' });
  });

  it('holds scores within the range of the output contract', async () => {
    expect((await read('tagging', '0.5\n1\n')).scores?.data).toEqual(Float64Array.of(0.5, 1));
    expect(await faultOf('tagging', '0.5\n1.5\n')).toMatchObject({ code: 'predictions-out-of-range', subject: 'row 1' });
    expect(await faultOf('anomaly', '0.5\n')).toMatchObject({ code: 'predictions-length' });
  });
});
