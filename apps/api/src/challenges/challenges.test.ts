import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChallengeDetail, ChallengeSummary, DataFile } from '@unblind/contracts';
import { Prisma, asJson } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { timeModels, writeChallenge } from '../../test/challenge-folder';
import type { ToyManifest } from '../../test/challenge-folder';
import { newPerson, root, sha256, submitNew } from '../../test/people';
import { ChallengesSyncService } from './challenges.sync.service';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const list = async (): Promise<ChallengeSummary[]> =>
  ChallengeSummary.array().parse((await request(api.url).get(`${root}/challenges`)).body);
const detail = async (): Promise<ChallengeDetail> =>
  ChallengeDetail.parse((await request(api.url).get(`${root}/challenges/toy-tagging`)).body);
const sync = (): Promise<void> => api.app.get(ChallengesSyncService).sync();

test('a challenge folder is published at start, with its phases by the clock and its data set waiting to be prepared', async () => {
  const [challenge] = await list();
  expect(challenge).toMatchObject({ slug: 'toy-tagging', version: 1, dataSet: { state: 'pending', source: 'simulated', simulated: true } });
  expect(challenge?.phases.map(({ id, status, blinded }) => [id, status, blinded])).toEqual([
    ['practice', 'closed', false],
    ['development', 'open', false],
    ['final', 'open', true],
    ['later', 'upcoming', true],
  ]);
  expect(await detail()).toMatchObject({ pages: { rules: '# pages/rules.md\n' }, limits: { bytes: 20 * 1024 ** 2, cpu: 60, wall: 180 } });
});

test('starting again, or two processes at once, changes nothing', async () => {
  await Promise.all([sync(), sync()]);
  expect((await list())[0]?.version).toBe(1);
  expect(await api.database.challengeVersion.count()).toBe(1);
  expect(await api.database.dataSet.count()).toBe(1);
});

test('a data set that could not be prepared is tried again at the next start', async () => {
  await api.database.dataSet.updateMany({ data: { state: 'failed' } });
  await sync();
  expect((await list())[0]?.dataSet?.state).toBe('pending');
});

test('a change of presentation updates the version; any other change makes a new one; undoing it shows the old one again', async () => {
  writeChallenge(api.challengesDirectory, (toy) => (toy.tagline = 'Better words'));
  await sync();
  expect(await detail()).toMatchObject({ version: 1, tagline: 'Better words' });
  writeChallenge(api.challengesDirectory, (toy) => Object.assign(toy.data.sources.simulated, { cpuSeconds: 60 }));
  await sync();
  expect(await detail()).toMatchObject({ version: 1 });
  writeChallenge(api.challengesDirectory, (toy) => toy.scoring.metrics.push('accuracy'));
  await sync();
  expect(await detail()).toMatchObject({ version: 2, metrics: ['auc', 'ece', 'accuracy'] });
  writeChallenge(api.challengesDirectory);
  await sync();
  expect(await detail()).toMatchObject({ version: 1, tagline: 'A challenge for the tests of the API' });
  expect(await api.database.challengeVersion.count()).toBe(2);
});

test('dates, quotas and titles of phases change in place, audited, and the version stays', async () => {
  const scheduled = async (change: (development: ToyManifest['phases'][number]) => object) => {
    writeChallenge(api.challengesDirectory, ({ phases }) => phases.forEach((phase) => phase.id === 'development' && change(phase)));
    await sync();
    const { version, phases } = await detail();
    return { version, phase: phases.find(({ id }) => id === 'development') };
  };
  const ofFirst = { slug: 'development', challengeVersion: { version: 1 } };
  const before = await api.database.phase.findFirstOrThrow({ where: ofFirst });
  const { version, phase } = await scheduled((toy) => Object.assign(toy, { closes: '2999-02-01T00:00:00Z', perDay: 5, title: 'Long' }));
  expect([version, phase]).toEqual([1, expect.objectContaining({ closesAt: '2999-02-01T00:00:00.000Z', perDay: 5, title: 'Long' })]);
  const after = await api.database.phase.findFirstOrThrow({ where: ofFirst });
  expect(after.id).toBe(before.id);
  await scheduled(() => ({}));
  const audited = await api.database.auditEvent.findMany({ where: { action: 'challenge.schedule' }, orderBy: { id: 'asc' } });
  expect(audited.map(({ subject, detail }) => [subject, detail])).toEqual([
    [
      'challenge:toy-tagging',
      {
        phase: 'development',
        before: { title: 'Development', closesAt: null, perDay: 3 },
        after: { title: 'Long', closesAt: '2999-02-01T00:00:00.000Z', perDay: 5 },
      },
    ],
    ['challenge:toy-tagging', expect.objectContaining({ after: { title: 'Development', closesAt: null, perDay: 3 } })],
  ]);
  const { version: shorter, phase: ended } = await scheduled((toy) => Object.assign(toy, { closes: '2024-02-01T00:00:00Z' }));
  expect([shorter, ended?.status]).toEqual([1, 'closed']);
  expect((await scheduled(() => ({}))).phase?.status).toBe('open');
});

test('another reference model for timings makes a new version, because it decides their ratios', async () => {
  writeChallenge(api.challengesDirectory, timeModels);
  await sync();
  const timed = await detail();
  writeFileSync(join(api.challengesDirectory, 'toy-tagging/baselines/reference.onnx'), 'A faster one');
  await sync();
  const faster = await detail();
  expect(faster.version).toBe(timed.version + 1);
  expect(faster.definition).not.toBe(timed.definition);
  writeChallenge(api.challengesDirectory);
  await sync();
  expect((await detail()).version).toBe(1);
});

test('a version that was published before definitions were kept stays, and gets its own', async () => {
  const { definition } = await detail();
  const { challengeId } = await api.database.challengeVersion.findFirstOrThrow({ where: { version: 1 } });
  const asBefore = { definition: Prisma.DbNull, definitionHash: 'of the manifest alone' };
  await api.database.challengeVersion.updateMany({ where: { challengeId, version: 1 }, data: asBefore });
  const versions = await api.database.challengeVersion.count();
  writeChallenge(api.challengesDirectory, ({ phases }) => phases.forEach((phase) => (phase.total += 1)));
  await sync();
  expect(await detail()).toMatchObject({ version: 1, definition });
  expect(await api.database.challengeVersion.count()).toBe(versions);
  writeChallenge(api.challengesDirectory);
  await sync();
});

test('a challenge whose manifest has a problem keeps its published version, and does not stop the others', async () => {
  writeChallenge(api.challengesDirectory, (toy) => Object.assign(toy, { tagline: 'Broken', kind: 'taging' }));
  await sync();
  expect(await detail()).toMatchObject({ version: 1, tagline: 'A challenge for the tests of the API' });
  writeChallenge(api.challengesDirectory);
});

test('a folder without one of its pages, or that cannot be read at all, does not stop the others', async () => {
  writeChallenge(api.challengesDirectory, (toy) => (toy.tagline = 'Without rules'));
  rmSync(join(api.challengesDirectory, 'toy-tagging/pages/rules.md'));
  // Sorted before the toy challenge; reading its manifest fails with EISDIR.
  mkdirSync(join(api.challengesDirectory, 'a-folder/challenge.yaml'), { recursive: true });
  await sync();
  expect((await detail()).tagline).toBe('A challenge for the tests of the API');
  writeChallenge(api.challengesDirectory, (toy) => (toy.tagline = 'With rules'));
  await sync();
  expect((await detail()).tagline).toBe('With rules');
  rmSync(join(api.challengesDirectory, 'a-folder'), { recursive: true });
  writeChallenge(api.challengesDirectory);
  await sync();
});

test('a page or a manifest with a NUL is a problem of its challenge and does not end the publishing of the others', async () => {
  const before = await list();
  writeChallenge(api.challengesDirectory, (toy) => (toy.tagline = 'Its page is no text'));
  writeFileSync(join(api.challengesDirectory, 'toy-tagging/pages/rules.md'), '# Rules\0');
  await sync();
  expect(await list()).toEqual(before);
  writeChallenge(api.challengesDirectory, (toy) => (toy.tagline = 'Its tagline \0 is no text'));
  await sync();
  expect(await list()).toEqual(before);
  writeChallenge(api.challengesDirectory);
});

test('participants and submissions are counted without baselines', async () => {
  const person = await newPerson(api);
  await submitNew(api, person);
  await submitNew(api, person);
  expect(await detail()).toMatchObject({ participants: 1, submissions: 2 });
});

test('public files have download links; hidden inputs and truth are not even listed', async () => {
  expect((await request(api.url).get(`${root}/challenges/toy-tagging/data`)).body).toEqual([]);
  const bytes = Buffer.from('the public training jets');
  await api.storage.area('public').put('toy/train/jet.npy', bytes);
  const file = { dtype: 'float32', shape: [10, 4], bytes: bytes.length, sha256: sha256(bytes) };
  const index = {
    simulated: true,
    seed: 1,
    splits: {
      train: {
        rows: 10,
        views: { jet: { ...file, file: 'jet.npy', area: 'public', key: 'toy/train/jet.npy' } },
        truth: { labels: { ...file, file: 'labels.npy', area: 'truth', key: 'toy/train/labels.npy' } },
      },
      private: { rows: 10, views: { jet: { ...file, file: 'jet.npy', area: 'hidden', key: 'toy/private/jet.npy' } }, truth: {} },
    },
  };
  const { id: versionId } = await api.database.challengeVersion.findFirstOrThrow({ where: { version: 1 } });
  await api.database.dataSet.updateMany({ where: { challengeVersionId: versionId }, data: { state: 'ready', index: asJson(index) } });
  const files = DataFile.array().parse((await request(api.url).get(`${root}/challenges/toy-tagging/data`)).body);
  expect(files).toEqual([expect.objectContaining({ split: 'train', name: 'jet', rows: 10, bytes: bytes.length, sha256: sha256(bytes) })]);
  const { pathname, search } = new URL(files[0]?.url ?? '');
  const answer = await fetch(`${api.url}${pathname}${search}`);
  expect(await answer.text()).toBe(bytes.toString());
  expect(answer.headers.get('content-disposition')).toContain('toy-tagging-train-jet.npy');
});

test('an unknown challenge is a problem that names it', async () => {
  const answer = await request(api.url).get(`${root}/challenges/no-such`);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    status: 404,
    code: 'not-found',
    detail: "There is no challenge 'no-such'.",
    instance: `${root}/challenges/no-such`,
  });
});
