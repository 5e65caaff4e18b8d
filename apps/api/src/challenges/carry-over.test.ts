import { SubmissionView } from '@unblind/contracts';
import type { ChallengeDetail } from '@unblind/contracts';
import { Prisma } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { writeChallenge } from '../../test/challenge-folder';
import { newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { ChallengesSyncService } from './challenges.sync.service';

let api: TestApi;
let person: Person;
let oldVersion: string;
beforeAll(async () => {
  api = await startTestApi();
  person = await newPerson(api);
});
afterAll(() => api.stop());

const sync = (): Promise<void> => api.app.get(ChallengesSyncService).sync();
const version = async (): Promise<number> =>
  ((await request(api.url).get(`${root}/challenges/toy-tagging`)).body as ChallengeDetail).version;
const evaluationsOf = (submissionId: string) =>
  api.database.evaluation.findMany({
    where: { submissionId },
    orderBy: { number: 'asc' },
    include: { phase: true, boardEntries: true, events: true },
  });

/** A submission whose evaluation has come to an end. */
async function submitted(state: 'scored' | 'rejected', by?: Person): Promise<string> {
  const { id } = await submitNew(api, by ?? (await newPerson(api)));
  const [evaluation] = await evaluationsOf(id);
  if (!evaluation) throw new Error('no evaluation was made');
  await api.database.evaluation.update({ where: { id: evaluation.id }, data: { state, finishedAt: new Date() } });
  if (state === 'scored')
    await api.database.boardEntry.create({
      data: { phaseId: evaluation.phaseId, board: 'accuracy', evaluationId: evaluation.id, value: 0.75 },
    });
  return id;
}

describe('an installation from before the keys of data sets', () => {
  let [kept, removed, rejected, predictions, baseline] = ['', '', '', '', ''];
  beforeAll(async () => {
    kept = await submitted('scored', person);
    removed = await submitted('scored');
    rejected = await submitted('rejected');
    predictions = await submitted('scored');
    baseline = await submitted('scored');
    await api.database.artefact.updateMany({ where: { submissionId: removed }, data: { removedAt: new Date() } });
    await api.database.submission.update({ where: { id: predictions }, data: { kind: 'predictions' } });
    await api.database.submission.update({ where: { id: baseline }, data: { baseline: true } });
    // As the earlier scheme left it.
    const { id } = await api.database.challengeVersion.findFirstOrThrow();
    oldVersion = id;
    const before = { definitionHash: 'of the first scheme', definition: Prisma.DbNull, dataScheme: 1 };
    await api.database.challengeVersion.update({ where: { id }, data: before });
    await api.database.dataSet.updateMany({ data: { state: 'ready' } });
  });

  test('gets a new version of every challenge, whose data are to be made, and keeps the old one with its data', async () => {
    await sync();
    expect(await version()).toBe(2);
    const sets = await api.database.dataSet.findMany({ orderBy: { challengeVersion: { version: 'asc' } } });
    expect(sets.map(({ state }) => state)).toEqual(['ready', 'pending']);
  });

  test('runs again what is kept of the models, in the phase of the same name, and leaves their earlier numbers', async () => {
    const [before, after, ...more] = await evaluationsOf(kept);
    expect(more).toEqual([]);
    expect(before).toMatchObject({
      number: 1,
      state: 'scored',
      phase: { challengeVersionId: oldVersion },
      boardEntries: [{ value: 0.75 }],
    });
    expect(after).toMatchObject({ number: 2, state: 'received', phase: { slug: 'development' }, boardEntries: [] });
    expect(after?.phase.challengeVersionId).not.toBe(oldVersion);
    expect(after?.events).toMatchObject([
      { state: 'received', message: 'Run again, at no quota: the data of this challenge were made anew.' },
    ]);
  });

  test('does not run again what was removed or rejected, what belongs to the old inputs, and baselines', async () => {
    const counts = [removed, rejected, predictions, baseline].map(async (id) => (await evaluationsOf(id)).length);
    expect(await Promise.all(counts)).toEqual([1, 1, 1, 1]);
  });

  test('does so once', async () => {
    await Promise.all([sync(), sync()]);
    expect(await version()).toBe(2);
    expect(await api.database.evaluation.count({ where: { submissionId: kept } })).toBe(2);
  });

  test('takes nothing from the quota, and shows the owner how the new run stands', async () => {
    const quotas = (await person.agent.get(`${root}/challenges/toy-tagging/quota`)).body as { phase: string; used: number }[];
    expect(quotas.find(({ phase }) => phase === 'development')).toMatchObject({ used: 0 });
    const view = SubmissionView.parse((await person.agent.get(`${root}/submissions/${kept}`)).body);
    expect(view).toMatchObject({ phase: 'development', evaluation: { number: 2, state: 'received' }, score: null });
  });
});

describe('a challenge whose generator makes other data than before', () => {
  test('gets a new version with boards of its own, on which kept models run again, and keeps the old boards', async () => {
    const before = await version();
    const sent = await submitted('scored');
    writeChallenge(api.challengesDirectory, (toy) => Object.assign(toy.data.sources.simulated, { revision: 2 }));
    await sync();
    expect(await version()).toBe(before + 1);
    const [old, again, ...more] = await evaluationsOf(sent);
    expect(more).toEqual([]);
    expect(old).toMatchObject({ state: 'scored', boardEntries: [{ value: 0.75 }] });
    expect(again).toMatchObject({ number: 2, state: 'received', boardEntries: [] });
    expect(again?.phase.challengeVersionId).not.toBe(old?.phase.challengeVersionId);
  });

  test('does so only when the revision rises, not for another change of the manifest', async () => {
    const sent = await submitted('scored');
    writeChallenge(api.challengesDirectory, (toy) => {
      Object.assign(toy.data.sources.simulated, { revision: 2 });
      toy.scoring.metrics.push('accuracy');
    });
    await sync();
    expect(await evaluationsOf(sent)).toHaveLength(1);
  });
});
