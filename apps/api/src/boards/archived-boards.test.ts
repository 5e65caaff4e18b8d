import { BoardView, ChallengeDetail } from '@unblind/contracts';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { writeChallenge } from '../../test/challenge-folder';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import { score } from '../../test/runs';
import { ChallengesSyncService } from '../challenges/challenges.sync.service';

const challenge = `${root}/challenges/toy-tagging`;
const secret = 0.8271639415;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const ada = await newPerson(api, 'ada');
  const [open, blinded] = [await submitNew(api, ada, { method: 'Old' }), await submitNew(api, ada, { method: 'Old', phase: 'final' })];
  await score(api.database, open.evaluation.id, { auc: 0.9012 });
  await score(api.database, blinded.evaluation.id, { auc: secret });
  writeChallenge(api.challengesDirectory, (toy) => toy.scoring.metrics.push('accuracy'));
  await api.app.get(ChallengesSyncService).sync();
});
afterAll(() => api.stop());

const detail = async (query = ''): Promise<ChallengeDetail> =>
  ChallengeDetail.parse((await request(api.url).get(`${challenge}${query}`)).body);
const board = async (query = ''): Promise<BoardView> =>
  BoardView.parse((await request(api.url).get(`${challenge}/boards/accuracy?${query}`)).body);

test('a challenge lists its versions, each with the time at which another one took its place', async () => {
  const { version, archivedAt, versions } = await detail();
  expect([version, archivedAt]).toEqual([2, null]);
  expect(versions.map((each) => [each.version, each.archivedAt])).toEqual([
    [2, null],
    [1, versions[0]?.publishedAt],
  ]);
});

test('an archived version is shown as it was, its phases closed when it was archived, without those that never opened', async () => {
  const { version, archivedAt, metrics, phases } = await detail('?version=1');
  expect({ version, metrics, archivedAt }).toEqual({ version: 1, metrics: ['auc', 'ece'], archivedAt: expect.any(String) });
  expect(phases.map(({ id, status, closesAt }) => [id, status, closesAt])).toEqual([
    ['practice', 'closed', '2021-01-01T00:00:00.000Z'],
    ['development', 'closed', archivedAt],
    ['final', 'closed', archivedAt],
  ]);
});

test('its boards keep their entries and numbers, and say that they are archived; the new version has boards of its own', async () => {
  expect(await board('phase=development')).toMatchObject({ version: 2, archivedAt: null, rows: [] });
  const old = await board('phase=development&version=1');
  expect(old).toMatchObject({ version: 1, archivedAt: expect.any(String), rows: [{ method: 'Old', score: { value: 0.901 } }] });
  const csv = await request(api.url).get(`${challenge}/boards/accuracy.csv?phase=development&version=1`);
  expect(csv.headers['content-disposition']).toContain('toy-tagging-version-1-development-accuracy.csv');
  expect(csv.text).toContain('Old');
  expect((await request(api.url).get(`${challenge}/boards/accuracy?version=7`)).body).toMatchObject({
    code: 'not-found',
    detail: expect.stringContaining('version 7 of toy-tagging; it has 2, 1'),
  });
});

test('a blinded phase of it stays silent until an organiser unblinds it, which needs no other end than the version’s', async () => {
  expect(await board('phase=final&version=1')).toMatchObject({ blinded: true, rows: [] });
  const { agent } = await newOrganiser(api);
  const index = { simulated: true, seed: 1, splits: { private: { rows: 10, views: {}, truth: {} } } };
  await api.database.dataSet.updateMany({ data: { state: 'ready', index } });
  const unblind = (query: string) => agent.post(`${challenge}/phases/final/unblinding${query}`);
  expect((await unblind('')).body).toMatchObject({ code: 'not-to-unblind', detail: expect.stringContaining('no end') });
  expect((await unblind('?version=1')).body).toMatchObject({ phase: 'final', unblindedAt: expect.any(String) });
  expect((await board('phase=final&version=1')).rows[0]?.score).toMatchObject({ value: secret });
  expect(await board('phase=final')).toMatchObject({ version: 2, blinded: true });
});
