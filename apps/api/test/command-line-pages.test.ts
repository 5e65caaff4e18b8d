import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { BoardView, CreatedToken, SubmissionView } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import { z } from 'zod';
import { ChallengesSyncService } from '../src/challenges/challenges.sync.service';
import { startTestApi } from './api';
import type { TestApi } from './api';
import { writeChallenge } from './challenge-folder';
import { newOrganiser, newPerson, root } from './people';

const bin = resolve(__dirname, '../../../packages/cli/bin/unblind.js');
/** More rows than the largest page of a board (200) or of submissions (100). */
const entries = 230;
const scoringSeed = { area: 'truth', key: 'seed' };
const commitment = 'c'.repeat(64);

let api: TestApi;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  api = await startTestApi();
  const person = await newPerson(api, 'ada');
  const token = CreatedToken.parse((await person.agent.post(`${root}/tokens`).send({ name: 'test', scopes: ['read'] })).body);
  env = { ...process.env, UNBLIND_URL: api.url, UNBLIND_TOKEN: token.secret };
  const phase = await api.database.phase.findFirstOrThrow({ where: { slug: 'practice' } });
  const rows = Array.from({ length: entries }, (_, index) => ({ submission: randomUUID(), evaluation: randomUUID(), index }));
  const phaseId = phase.id;
  await api.database.submission.createMany({
    data: rows.map(({ submission, index }) => ({
      id: submission,
      userId: person.me.id,
      phaseId,
      kind: 'onnx',
      method: `Method ${index}`,
      contentHash: String(index),
      idempotencyKey: `key ${index}`,
      createdAt: new Date(Date.UTC(2026, 0, 1) + index * 60_000),
    })),
  });
  await api.database.evaluation.createMany({
    data: rows.map(({ submission, evaluation }) => ({ id: evaluation, submissionId: submission, phaseId, state: 'scored' as const })),
  });
  const value = (index: number) => 0.9 - index / 1000;
  await api.database.metric.createMany({
    data: rows.map(({ evaluation, index }) => ({
      evaluationId: evaluation,
      name: 'auc',
      part: 'ranking' as const,
      value: value(index),
      method: 'delong',
      low: value(index) - 0.0123,
      high: value(index) + 0.0123,
    })),
  });
  await api.database.boardEntry.createMany({
    data: rows.map(({ evaluation, index }) => ({ phaseId, board: 'accuracy', evaluationId: evaluation, value: value(index) })),
  });
});
afterAll(() => api.stop());

async function unblind(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [bin, ...args], { env })).stdout;
}
const board = ['leaderboard', 'toy-tagging', '--phase', 'practice', '--all'];
const methods = (text: string): string[] => text.match(/Method \d+/g) ?? [];
const all = Array.from({ length: entries }, (_, index) => `Method ${index}`);

test('the leaderboard shows all rows of a board of several pages, in order and once each', async () => {
  const text = await unblind(...board);
  expect(methods(text)).toEqual(all);
  const view = BoardView.parse(JSON.parse(await unblind(...board, '--json')));
  expect([view.rows.length, view.total, view.nextCursor]).toEqual([entries, entries, null]);
});

test('it has the columns of the web page, with as many digits as the interval justifies', async () => {
  // Above the table stand the board's name, how to read it, when a value appears and whose it may be.
  const [head, , first] = (await unblind(...board, '--limit', '1')).split('\n').slice(4);
  expect(head?.split(/ {2,}/)).toEqual([
    'Rank',
    'Range',
    'Participant',
    'Method',
    'AUC (ranking part)',
    'Parameters',
    'Entries',
    'Submitted',
  ]);
  expect(first?.split(/ {2,}/)).toEqual([
    '1',
    expect.stringMatching(/^1–\d+$/),
    'ada',
    'Method 0',
    '0.900 ± 0.013',
    '–',
    String(entries),
    '2026-01-01 00:00 UTC',
  ]);
});

test('it says how many rows a limit leaves out, also beyond the first page', async () => {
  const text = await unblind(...board, '--limit', '205');
  expect(methods(text)).toEqual(all.slice(0, 205));
  expect(text).toContain(`${entries - 205} of ${entries} not shown`);
});

test('all submissions are listed, or the requested number', async () => {
  const listed = z.array(SubmissionView).parse(JSON.parse(await unblind('submissions', '--json')));
  expect(listed.map(({ method }) => method).sort()).toEqual([...all].sort());
  const some = await unblind('submissions', 'toy-tagging', '--limit', '120');
  expect(methods(some)).toHaveLength(120);
  expect(some).toContain('There are more');
  await expect(unblind('submissions', '--limit', 'many')).rejects.toMatchObject({ stderr: expect.stringContaining('a whole number') });
});

test('an archived version’s board is read by its number, and says when it was closed', async () => {
  const { version } = await api.database.challengeVersion.findFirstOrThrow();
  expect(methods(await unblind(...board, '--archived', String(version), '--limit', '3'))).toHaveLength(3);
  await expect(unblind(...board, '--archived', '9')).rejects.toMatchObject({ stderr: expect.stringContaining('version 9 of toy-tagging') });
  await expect(unblind(...board, '--archived', 'old')).rejects.toMatchObject({ stderr: expect.stringContaining('a whole number') });
  expect(await unblind('challenge', 'versions', 'toy-tagging')).toMatch(/^version +published +archived$[^]*^1 .*shown now$/m);
  writeChallenge(api.challengesDirectory, (toy) => toy.scoring.metrics.push('accuracy'));
  await api.app.get(ChallengesSyncService).sync();
  const text = await unblind(...board, '--archived', String(version), '--limit', '3');
  expect(methods(text)).toHaveLength(3);
  expect(text).toMatch(/Archived version 1, closed on 20/);
});

test('an organiser unblinds a phase that has ended; others are told who may, and the public sees the digest', async () => {
  const index = asJson({ simulated: true, seed: 1, splits: { public: { rows: 10, views: {}, truth: {}, scoringSeed, commitment } } });
  await api.database.dataSet.updateMany({ data: { state: 'ready', index } });
  await api.database.phase.updateMany({ where: { split: 'public' }, data: { closesAt: new Date('2026-01-01') } });
  expect(await unblind('challenge', 'disclosures', 'toy-tagging')).toMatch(new RegExp(`practice +public +sealed +${commitment}`));
  await expect(unblind('challenge', 'unblind', 'toy-tagging', 'practice')).rejects.toMatchObject({ code: 5 });
  const { agent } = await newOrganiser(api);
  const { secret } = CreatedToken.parse((await agent.post(`${root}/tokens`).send({ name: 'organiser', scopes: ['read', 'submit'] })).body);
  env.UNBLIND_TOKEN = secret;
  expect(await unblind('challenge', 'unblind', 'toy-tagging', 'practice')).toMatch(
    /^practice of toy-tagging is unblinded, since 20.*\nA runner now/,
  );
  expect(await unblind('challenge', 'disclosures', 'toy-tagging')).toMatch(/practice +public +publishing/);
});
