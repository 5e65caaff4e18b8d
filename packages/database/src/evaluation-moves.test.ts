import { randomUUID } from 'node:crypto';
import { PlatformFault } from '@unblind/contracts';
import type { EvaluationState } from '@unblind/contracts';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import { openDatabase } from './client';
import type { Database } from './client';
import { IllegalMoveError, move, setWaitingReason } from './evaluation-moves';
import { beat, claim, endWithFault, leasedRows } from './leases';
import { listenToEvaluations } from './listen';

describe('the moves of an evaluation', () => {
  let database: Database;
  let url = '';
  let stop = async (): Promise<void> => undefined;
  let phaseId = '';
  let userId = '';

  beforeAll(async () => {
    const server = await testDatabase();
    ({ url, stop } = server);
    database = openDatabase(url, 8);
    userId = (await database.user.create({ data: { handle: 'ada', email: 'a@example.org', name: 'Ada', passwordHash: 'none' } })).id;
    const challenge = await database.challenge.create({ data: { slug: 'toy' } });
    const version = await database.challengeVersion.create({
      data: { challengeId: challenge.id, version: 1, definitionHash: 'x', manifest: {}, pages: {} },
    });
    phaseId = (
      await database.phase.create({
        data: { challengeVersionId: version.id, slug: 'dev', title: 'Dev', split: 'public', opensAt: new Date(), blinded: false },
      })
    ).id;
  });
  afterAll(async () => {
    await database.$disconnect();
    await stop();
  });

  async function evaluation(state: EvaluationState = 'received'): Promise<string> {
    const { evaluations } = await database.submission.create({
      data: {
        userId,
        phaseId,
        kind: 'onnx',
        method: 'm',
        contentHash: 'c',
        idempotencyKey: randomUUID(),
        evaluations: { create: { phaseId, state } },
      },
      include: { evaluations: true },
    });
    return evaluations[0]?.id ?? '';
  }
  const row = (id: string) => database.evaluation.findUniqueOrThrow({ where: { id }, include: { events: { orderBy: { id: 'asc' } } } });
  const take = (id: string, runner = 'r') => claim(database, leasedRows.inspect, id, runner);

  test('why it waits is told once for each reason, and only while it waits', async () => {
    const id = await evaluation();
    const told = () => setWaitingReason(database, id, 'received', 'No runner here has a GPU.');
    expect(await Promise.all([told(), setWaitingReason(database, id, 'queued', 'No runner here has a GPU.')])).toEqual([true, false]);
    expect(await told()).toBe(false);
    expect(await row(id)).toMatchObject({ state: 'received', fence: 1, attempts: 0, events: [{ message: 'No runner here has a GPU.' }] });
    expect(await take(id)).toMatchObject({ fence: 2 });
    expect(await row(id)).toMatchObject({ waitingFor: null });
    expect(await setWaitingReason(database, id, 'inspecting', 'Something else.')).toBe(false);
  });

  test('of twenty claims at once, one wins, and one event is written', async () => {
    const id = await evaluation();
    const claims = await Promise.all(Array.from({ length: 20 }, (_, i) => take(id, `runner-${i}`)));
    expect(claims.filter((won) => won !== null)).toHaveLength(1);
    const { state, fence, attempts, events } = await row(id);
    expect([state, fence, attempts, events.length]).toEqual(['inspecting', 1, 1, 1]);
  });

  test('a move from a state that the row has left writes nothing', async () => {
    const id = await evaluation('scored');
    expect(await move(database, { id, from: ['scoring'], to: 'scored', message: 'again' })).toBe(false);
    expect((await row(id)).events).toEqual([]);
  });

  test('a claimant that was taken over can neither move nor keep its claim alive', async () => {
    const id = await evaluation();
    const late = await take(id);
    if (!late) throw new Error('not claimed');
    await move(database, { ...late, from: ['inspecting'], to: 'received', message: 'The runner was lost.' });
    const successor = await take(id, 'successor');
    expect(successor?.fence).toBe(2);
    expect(await move(database, { ...late, from: ['inspecting'], to: 'queued', message: 'late' })).toBe(false);
    expect(await beat(database, leasedRows.inspect, late)).toBe(false);
    expect(await row(id)).toMatchObject({ state: 'inspecting', runner: 'successor' });
  });

  test('a late heartbeat does not touch the step that waits behind it', async () => {
    const id = await evaluation();
    const held = await take(id);
    if (!held) throw new Error('not claimed');
    await move(database, { ...held, from: ['inspecting'], to: 'scoring', message: 'done' });
    expect(await beat(database, leasedRows.inspect, held, { done: 1, total: 2, unit: 'samples' })).toBe(false);
    expect((await row(id)).heartbeatAt).toBeNull();
  });

  test('an illegal move is an error of ours, whatever the row says', async () => {
    const id = await evaluation('scored');
    await expect(move(database, { id, from: ['scored'], to: 'running', message: 'no' })).rejects.toThrow(IllegalMoveError);
  });

  test('an end has its time, its fault and its event, written together', async () => {
    const id = await evaluation();
    const held = await take(id);
    if (!held) throw new Error('not claimed');
    const { detail } = new PlatformFault('runner-lost', { message: 'Lost.', fix: 'Nothing to do.', reference: 'x1' });
    expect(await endWithFault(database, leasedRows.inspect, held, detail)).toBe(true);
    const { state, finishedAt, fault, events } = await row(id);
    expect(state).toBe('failed');
    expect(finishedAt).toBeInstanceOf(Date);
    expect(fault).toEqual(detail);
    expect(events.at(-1)).toMatchObject({ state: 'failed', message: 'Lost.', detail });
  });

  test('whoever listens hears of each change', async () => {
    const heard: string[] = [];
    const listener = listenToEvaluations(url, (id) => heard.push(id));
    await listener.ready;
    const id = await evaluation();
    await take(id);
    for (let waited = 0; waited < 5000 && heard.length < 2; waited += 20) await new Promise((done) => setTimeout(done, 20));
    await listener.close();
    expect(heard.slice(0, 2)).toEqual([id, id]);
  });
});
