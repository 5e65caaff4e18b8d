import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BoardView, ChallengeCondition, ChallengeDetail, ChallengeSummary } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { writeChallenge } from '../../test/challenge-folder';
import { newOrganiser, newPerson, postSubmission, root, submitNew, uploadFile } from '../../test/people';
import type { Person } from '../../test/people';
import { ChallengesSyncService } from '../challenges/challenges.sync.service';

let api: TestApi;
let organiser: Person;
beforeAll(async () => {
  api = await startTestApi();
  organiser = await newOrganiser(api);
});
afterAll(() => api.stop());

const start = () => api.app.get(ChallengesSyncService).sync();
const conditions = async (query = '') =>
  ChallengeCondition.array().parse((await organiser.agent.get(`${root}/challenge-conditions${query}`)).body);
const detail = async () => ChallengeDetail.parse((await request(api.url).get(`${root}/challenges/toy-tagging`)).body);
const folder = () => join(api.challengesDirectory, 'toy-tagging');
const fault = (more: object) => asJson({ whose: 'platform', message: 'M.', fix: 'F.', ...more });

test('only organisers see conditions', async () => {
  expect((await request(api.url).get(`${root}/challenge-conditions`)).status).toBe(401);
  const person = await newPerson(api);
  expect((await person.agent.get(`${root}/challenge-conditions`)).status).toBe(403);
  expect(await conditions()).toEqual([{ slug: 'toy-tagging', archivedAt: null, problems: [] }]);
});

test('a folder with problems is shown with each of them until it is mended, also when it was never published', async () => {
  writeChallenge(api.challengesDirectory, (toy) => Object.assign(toy, { kind: 'taging' }));
  mkdirSync(join(api.challengesDirectory, 'never-published/challenge.yaml'), { recursive: true });
  await start();
  const [never, toy] = await conditions();
  expect(never).toMatchObject({
    slug: 'never-published',
    problems: [{ part: 'folder', message: 'A file of the folder cannot be read (EISDIR).' }],
  });
  expect(toy?.problems).toMatchObject([{ part: 'folder', message: expect.stringContaining("'taging'") }]);
  expect(ChallengeSummary.array().parse((await request(api.url).get(`${root}/challenges`)).body)).toHaveLength(1);
  writeChallenge(api.challengesDirectory);
  rmSync(join(api.challengesDirectory, 'never-published'), { recursive: true });
  await start();
  expect(await conditions('?challenge=toy-tagging')).toEqual([{ slug: 'toy-tagging', archivedAt: null, problems: [] }]);
});

test('data that could not be made, scorers that fail and baselines that were refused are named, each once', async () => {
  await api.database.dataSet.updateMany({
    data: { state: 'failed', fault: fault({ code: 'data-missing', message: 'One row is missing.' }) },
  });
  const ids = [await submitNew(api, organiser), await submitNew(api, organiser), await submitNew(api, organiser)].map(
    ({ evaluation }) => evaluation.id,
  );
  const scorer = fault({ code: 'scorer-failed', message: 'The scorer ended with exit code 1.' });
  await api.database.evaluation.updateMany({ where: { id: { in: ids.slice(0, 2) } }, data: { state: 'failed', fault: scorer } });
  const lost = fault({ code: 'runner-lost', message: 'No fault of the challenge.' });
  await api.database.evaluation.updateMany({ where: { id: ids[2] ?? '' }, data: { state: 'failed', fault: lost } });
  const baseline = await submitNew(api, organiser, { method: 'Cut' });
  await api.database.submission.update({ where: { id: baseline.id }, data: { baseline: true } });
  const refused = fault({ code: 'contract-input-unknown', whose: 'participant', message: 'No view x.', expected: 'jet', got: 'x' });
  await api.database.evaluation.update({ where: { id: baseline.evaluation.id }, data: { state: 'rejected', fault: refused } });
  const [toy] = await conditions('?challenge=toy-tagging');
  expect(toy?.problems).toEqual([
    { part: 'data', message: 'One row is missing.', fix: 'F.' },
    { part: 'scoring', message: 'The scorer ended with exit code 1.', fix: 'F.' },
    { part: 'baseline', message: 'Cut: No view x. Expected jet, got x.', fix: 'F.' },
  ]);
});

test('a challenge whose folder is gone is archived: it can be read, takes nothing, and opens again with its folder', async () => {
  const away = join(api.challengesDirectory, '..', `${process.pid}-away`);
  renameSync(folder(), away);
  await start();
  const archived = await detail();
  expect(archived.archivedAt).not.toBeNull();
  expect(archived.phases.map(({ id, status }) => [id, status])).toEqual([
    ['practice', 'closed'],
    ['development', 'closed'],
    ['final', 'closed'],
  ]);
  const board = await request(api.url).get(`${root}/challenges/toy-tagging/boards/accuracy`);
  expect(BoardView.parse(board.body).archivedAt).toBe(archived.archivedAt);
  const person = await newPerson(api);
  const upload = await uploadFile(api, person);
  expect(await postSubmission(person, upload.id)).toMatchObject({ status: 409, body: { code: 'phase-closed' } });
  expect((await conditions('?challenge=toy-tagging'))[0]).toMatchObject({ archivedAt: archived.archivedAt });
  const data = await api.database.dataSet.findFirstOrThrow();
  await start();
  expect((await api.database.dataSet.findFirstOrThrow()).state).toBe(data.state);

  renameSync(away, folder());
  await start();
  expect(await detail()).toMatchObject({ archivedAt: null, version: archived.version });
  expect((await postSubmission(person, upload.id)).status).toBe(201);
});

test('no folder of challenges at all is no error', async () => {
  const away = join(api.challengesDirectory, '..', `${process.pid}-all-away`);
  renameSync(api.challengesDirectory, away);
  await start();
  expect((await detail()).archivedAt).not.toBeNull();
  renameSync(away, api.challengesDirectory);
  writeFileSync(join(folder(), 'pages/rules.md'), '# Rules\n');
  await start();
  expect((await detail()).archivedAt).toBeNull();
});
