import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { APIRequestContext } from '@playwright/test';

const root = resolve(__dirname, '../..');
const password = 'a long enough password';

/** Top tagging with small samples and its final phase open now. */
function challenges(folder: string): string {
  const place = join(folder, 'challenges', 'top-tagging');
  cpSync(join(root, 'challenges/top-tagging'), place, { recursive: true });
  const file = join(place, 'challenge.yaml');
  const small = readFileSync(file, 'utf8')
    .replace(/sizes: \{.*\}\n/, 'sizes: { train: 400, sample: 60, public: { ranking: 600, diagnostic: 400 }, private: 900 }\n')
    .replace(
      'opens: 2027-06-01T00:00:00Z,\n      closes: 2027-06-08T00:00:00Z',
      'opens: 2026-01-01T00:00:00Z,\n      closes: 2099-01-01T00:00:00Z',
    );
  writeFileSync(file, small);
  return join(folder, 'challenges');
}

interface Started {
  process: ChildProcess;
  address: string;
  oneTimePassword: string;
}

/** A platform of its own, on whose clock no full step has passed since 2001: what a blinded phase shows of a run never changes. */
async function start(folder: string): Promise<Started> {
  const child = spawn(process.execPath, ['infra/embedded/dist/main.js', '--home', join(folder, 'home'), '--port', '3991'], {
    cwd: root,
    env: { ...process.env, CHALLENGES_DIR: challenges(folder), BLINDED_STEP_SECONDS: '1000000000' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ready = /Unblind is at (\S+)\s+First administrator: admin, one-time password: (\S+)/;
  await expect.poll(() => text, { timeout: 300_000 }).toMatch(ready);
  const [, address = '', oneTimePassword = ''] = ready.exec(text) ?? [];
  return { process: child, address, oneTimePassword };
}

async function post(who: APIRequestContext, path: string, data: unknown, headers: Record<string, string> = {}) {
  const answer = await who.post(`/api/v1${path}`, { data, headers });
  expect([answer.status(), answer.ok() ? '' : await answer.text()]).toEqual([answer.status(), '']);
  return answer.json();
}

/** Uploads a baseline's model and submits it to the final phase. */
async function submit(who: APIRequestContext, method: string): Promise<{ id: string; evaluation: { id: string } }> {
  const bytes = readFileSync(join(root, 'challenges/top-tagging/baselines/substructure-cut.onnx'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const upload = await post(who, '/uploads', { filename: 'cut.onnx', bytes: bytes.length, sha256 });
  for (const { url } of upload.parts) expect((await who.put(url, { data: bytes })).ok()).toBe(true);
  await post(who, `/uploads/${upload.id}/complete`, {});
  const body = { phase: 'final', kind: 'onnx', method, uploads: [upload.id] };
  return post(who, '/challenges/top-tagging/submissions', body, { 'idempotency-key': `silence-${method}-key` });
}

/** Every answer and page on which an entry of a blinded phase could show, as one text. */
async function everything(who: APIRequestContext, { id, evaluation }: { id: string; evaluation: { id: string } }): Promise<string> {
  const slug = '/challenges/top-tagging';
  const api = [
    `/evaluations/${evaluation.id}`,
    `/submissions/${id}`,
    '/submissions',
    '/challenges',
    slug,
    `${slug}/quota`,
    `${slug}/boards/rejection?phase=final`,
    `${slug}/boards/throughput?phase=final&show=all`,
    `${slug}/landscape?phase=final`,
  ].map((path) => `/api/v1${path}`);
  const pages = [
    `/submissions/${id}`,
    slug,
    `${slug}/submissions`,
    `${slug}/leaderboard?phase=final`,
    `${slug}/landscape?phase=final`,
    `${slug}/compare?phase=final`,
  ];
  const texts: string[] = [];
  for (const path of [...api, ...pages]) {
    const answer = await who.get(path);
    texts.push([path, answer.status(), answer.headers()['etag'], plain(await answer.text())].join('\n'));
  }
  return texts.join('\n\n');
}

const streamed = /<script nonce>self\.__next_f\.push\(\[1,"(.*?)"\]\)<\/script>/gs;

/**
 * Without what differs between two answers whatever they show: the nonce of a page's scripts, the number of a problem, and the order in
 * which React streams the parts of a page, whose rows lose their numbers and are sorted.
 */
function plain(text: string): string {
  const same = text.replace(/nonce(=|\\?":\\?)"?[\w+/=\\-]+"?/g, 'nonce').replace(/"(reference|instance)":"[^"]*"/g, '');
  const rows = [...same.matchAll(streamed)]
    .map(([, part = '']) => part)
    .join('')
    .split('\\n')
    .map((row) => row.replace(/^[0-9a-f]+:/, ':').replace(/\$[LQ@]?[0-9a-f]+\b/g, '$'));
  return [same.replace(streamed, ''), ...rows.sort()].join('\n');
}

test('nobody but an organiser can tell a scored entry of a blinded phase from one that waits', async ({ playwright }) => {
  test.setTimeout(900_000);
  const folder = mkdtempSync(join(tmpdir(), 'unblind-silence-'));
  const platform = await start(folder);
  try {
    const visitor = () => playwright.request.newContext({ baseURL: platform.address, extraHTTPHeaders: { origin: platform.address } });
    const signUp = async (handle: string) => {
      const who = await visitor();
      await post(who, '/accounts/sign-up', { handle, email: `${handle}@example.org`, name: handle, password });
      return who;
    };
    const organiser = await visitor();
    await post(organiser, '/accounts/sign-in', { login: 'admin', password: platform.oneTimePassword });
    await post(organiser, '/accounts/password', { current: platform.oneTimePassword, next: password });
    const [anonymous, owner, participant] = [await visitor(), await signUp('owner'), await signUp('participant')];
    const viewers = { anonymous, owner, participant };

    const entry = await submit(owner, 'Cut');
    const stateFor = async (who: APIRequestContext): Promise<string> =>
      (await (await who.get(`/api/v1/evaluations/${entry.evaluation.id}`)).json()).state;
    // From here on it runs on hidden data, or is about to.
    await expect.poll(() => stateFor(owner), { timeout: 300_000 }).toBe('queued');
    const before = { anonymous: '', owner: '', participant: '' };
    for (const [name, who] of Object.entries(viewers)) Object.assign(before, { [name]: await everything(who, entry) });
    const shownToOrganiser = await everything(organiser, entry);

    await expect.poll(() => stateFor(organiser), { timeout: 300_000 }).toBe('scored');
    expect(await everything(anonymous, entry)).toBe(before.anonymous);
    expect(await everything(participant, entry)).toBe(before.participant);
    expect(await everything(owner, entry)).toBe(before.owner);
    expect(before.owner).toContain('This phase is blinded');

    // The positive control: the same pages show organisers what came out.
    const after = await everything(organiser, entry);
    expect(after).not.toBe(shownToOrganiser);
    const { metrics } = await (await organiser.get(`/api/v1/evaluations/${entry.evaluation.id}`)).json();
    expect(metrics.length).toBeGreaterThan(0);
  } finally {
    platform.process.kill('SIGINT');
    await expect.poll(() => platform.process.exitCode, { timeout: 30_000 }).toBe(0);
    rmSync(folder, { recursive: true, force: true });
  }
});
