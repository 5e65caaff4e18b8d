import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { BoardView } from '@unblind/contracts';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root, submitNew } from '../../test/people';
import { score } from '../../test/runs';

const cli = resolve(__dirname, '../../../../packages/cli/bin/unblind.js');
const epyc = 'AMD EPYC 9654, 1 core';
const card = 'NVIDIA L4';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, (toy) => {
    toy.scoring.boards.push({ id: 'speed', by: 'throughput.ratio', order: 'desc' }, { id: 'latency', by: 'latency.p99', order: 'asc' });
    Object.assign(toy.scoring, { throughput: { reference: 'Cut' } });
    Object.assign(toy, { baselines: [{ name: 'Cut', file: 'pages/rules.md', description: 'A cut.' }] });
  });
  await timed('Slow on the CPU', epyc, 2, 0.004);
  await timed('Fast on the CPU', epyc, 4, 0.002);
  await timed('On the card', card, 3, 0.0001);
});
afterAll(() => api.stop());

/** An evaluation as a runner leaves it: scored, and then timed on a machine. */
async function timed(method: string, hardwareClass: string, ratio: number, seconds: number): Promise<void> {
  const { evaluation } = await submitNew(api, await newPerson(api), { method });
  await score(api.database, evaluation.id, { auc: 0.9 });
  const { phaseId } = await api.database.evaluation.findUniqueOrThrow({ where: { id: evaluation.id } });
  const [evaluationId, method68] = [evaluation.id, 'block-bootstrap'];
  await api.database.timing.create({ data: { evaluationId, state: 'done', hardwareClass } });
  for (const [board, name, value] of [
    ['speed', 'throughput.ratio', ratio],
    ['latency', 'latency.p99', seconds],
  ] as const) {
    await api.database.metric.create({ data: { evaluationId, name, value, low: 0.9 * value, high: 1.1 * value, method: method68 } });
    await api.database.boardEntry.create({ data: { phaseId, board, evaluationId, value } });
  }
}

async function board(path: string): Promise<[string[], BoardView['hardware']]> {
  const view = BoardView.parse((await request(api.url).get(`${root}/challenges/toy-tagging/boards/${path}`)).body);
  return [view.rows.map(({ method, rank, hardware }) => `${rank} ${method}, ${hardware}`), view.hardware];
}

async function leaderboard(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, UNBLIND_URL: api.url, XDG_CONFIG_HOME: join('/nowhere') };
  const child = spawn(process.execPath, [cli, 'leaderboard', 'toy-tagging', ...args], { env });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, status };
}

const onCpu = [`1 Fast on the CPU, ${epyc}`, `2 Slow on the CPU, ${epyc}`];

test('by the ratio all machines are ranked together, each row with its own', async () => {
  const together = [onCpu[0], `2 On the card, ${card}`, `3 Slow on the CPU, ${epyc}`];
  expect(await board('speed')).toEqual([together, { classes: [epyc, card], shown: null }]);
  expect(await board(`speed?hardware=${encodeURIComponent(card)}`)).toMatchObject([[`1 On the card, ${card}`], { shown: card }]);
});

test('by times, machines are never ranked together', async () => {
  expect(await board('latency')).toEqual([onCpu, { classes: [epyc, card], shown: epyc }]);
  expect(await board(`latency?hardware=${encodeURIComponent(card)}`)).toMatchObject([[`1 On the card, ${card}`], { shown: card }]);
});

test('the command line filters in the same way, shows each hardware class, and lists the classes', async () => {
  const mixed = await leaderboard('--board', 'speed');
  expect(mixed).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('Timed on different machines: only the ratios') });
  expect(mixed.stdout).toMatch(/On the card .* NVIDIA L4 /);
  const byTime = await leaderboard('--board', 'latency');
  expect(byTime.stdout).toContain(`Timed on ${epyc}. There are also entries on ${card} (--hardware).`);
  expect(byTime.stdout).not.toContain('On the card');
  const filtered = await leaderboard('--board', 'latency', '--hardware', card, '--json');
  expect(BoardView.parse(JSON.parse(filtered.stdout)).rows.map(({ method }) => method)).toEqual(['On the card']);
  const wrong = await leaderboard('--board', 'latency', '--hardware', 'NVIDIA L40');
  expect(wrong).toMatchObject({ status: 3, stdout: '' });
  expect(wrong.stderr).toContain(`the classes are ${epyc}; ${card}`);
  expect(wrong.stderr).toContain(`Did you mean '${card}'?`);
});
