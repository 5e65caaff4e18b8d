import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { claim, leasedRows } from '@unblind/database';
import { JobAborted } from '@unblind/queue';
import { pino } from 'pino';
import { RowsToLease } from '../../../../packages/database/test/rows-to-lease';
import { hold } from './hold';
import type { Held, HeldJob } from './hold';

const names = ['inspect', 'run', 'score', 'timing', 'dataSet'] as const satisfies (keyof typeof leasedRows)[];
const participants = new ParticipantFault('file-not-onnx', { message: 'This is not ONNX.', fix: 'Export it as ONNX.' });
const platforms = new PlatformFault('storage-unavailable', { message: 'The store is gone.', fix: 'Nothing is wrong with your file.' });

let rows: RowsToLease;
beforeAll(async () => {
  rows = await RowsToLease.open();
});
afterAll(() => rows.close());

describe.each(names)('a runner that holds a row: %s', (name) => {
  const row = leasedRows[name];
  type Work = (held: Held) => Promise<void>;

  /** Makes one attempt at a new row. Returns the error thrown to the queue, and the row's state afterwards. */
  async function attempt(work: Work, job: Partial<HeldJob> = {}) {
    const id = await rows.make(name);
    const whole = { row, id, isLastAttempt: false, exhausted: false, signal: new AbortController().signal, ...job };
    const options = { database: rows.database, log: pino({ level: 'silent' }), runner: 'first' };
    const thrown: unknown = await hold(options, whole, work).catch((error: unknown) => error);
    return { thrown, ...(await rows.read(row, id)) };
  }
  const failing = (error: Error) => () => Promise.reject(error);

  test('keeps it while it works, and others do not get it', async () => {
    const seen = await attempt(async ({ claim: { id } }) => {
      expect(await claim(rows.database, row, id, 'second')).toBeNull();
    });
    expect(seen).toMatchObject({ thrown: undefined, state: row.active, runner: 'first' });
  });

  test('ends it at once when the fault is the participant’s', async () => {
    const seen = await attempt(failing(participants));
    expect(seen).toMatchObject({ thrown: undefined, state: row.endOf(participants.detail), fault: participants.detail, finished: true });
  });

  test('puts it back when the platform failed, and tells the queue', async () => {
    expect(await attempt(failing(platforms))).toMatchObject({ thrown: platforms, state: row.waiting, attempts: 1, silentFor: null });
  });

  test('ends it with the platform’s fault after the last attempt', async () => {
    const seen = await attempt(failing(platforms), { isLastAttempt: true });
    expect(seen).toMatchObject({ thrown: undefined, state: 'failed', fault: platforms.detail, finished: true });
  });

  test('shows only the permitted part of a platform fault', async () => {
    const shown = () => ({ ...platforms.detail, message: 'The platform failed.' });
    const { fault } = await attempt(failing(platforms), { isLastAttempt: true, shown });
    expect(fault).toMatchObject({ message: 'The platform failed.' });
  });

  test('puts it back without counting the attempt when it is told to stop', async () => {
    const stopping = new AbortController();
    const seen = await attempt(
      async ({ signal }) => {
        stopping.abort(new JobAborted('shutdown', 'This process is stopping.'));
        signal.throwIfAborted();
      },
      { signal: stopping.signal, isLastAttempt: true },
    );
    expect(seen).toMatchObject({ thrown: { why: 'shutdown' }, state: row.waiting, attempts: 0, runner: null });
  });

  test('puts it back when it loses the machine, even after the last attempt', async () => {
    const machine = new AbortController();
    const seen = await attempt(
      async ({ signal }) => {
        machine.abort(platforms);
        signal.throwIfAborted();
      },
      { machineLost: machine.signal, isLastAttempt: true },
    );
    expect(seen).toMatchObject({ thrown: platforms, state: row.waiting });
  });

  test('fails without work when every earlier attempt took its runner down', async () => {
    const work = jest.fn();
    const seen = await attempt(work, { exhausted: true, isLastAttempt: true });
    expect(work).not.toHaveBeenCalled();
    expect(seen).toMatchObject({ state: 'failed', fault: { code: 'runner-lost', fix: row.platformFix } });
  });

  test('stops when another runner has claimed it, and leaves it to that runner', async () => {
    const seen = await attempt(async ({ claim: { id }, signal }) => {
      await rows.silence(row, id);
      expect(await claim(rows.database, row, id, 'second')).not.toBeNull();
      await new Promise((lost) => signal.addEventListener('abort', lost));
      signal.throwIfAborted();
    });
    expect(seen).toMatchObject({ thrown: undefined, state: row.active, runner: 'second', fault: null });
  });
});
