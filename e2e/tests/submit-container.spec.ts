import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { perlServer } from '../../apps/runner/test/images';

const root = resolve(__dirname, '../..');
const skip = process.getuid?.() === 0 ? undefined : 'the sandbox of containers needs root';
let folder = '';
/** The home may have been used before. */
const builder = `builder-${randomBytes(4).toString('hex')}`;

/** Made of this machine's perl, with no registry; with weights, so that it takes three parts. */
function imageArchive(): string {
  const [server, weights, archive] = ['server.pl', 'weights.bin', 'tagger.tar'].map((name) => join(folder, name));
  if (!server || !weights || !archive) throw new Error('three files');
  writeFileSync(server, perlServer('print STDERR "asked for $n jets\\n";'));
  writeFileSync(weights, randomBytes(17 * 1024 ** 2));
  const files = [`${server}=/app/server.pl`, `${weights}=/app/weights.bin`].flatMap((pair) => ['--file', pair]);
  const options = [archive, '--program', '/usr/bin/perl', ...files, '--', '/usr/bin/perl', '/app/server.pl'];
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/image-archive.mjs'), ...options], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return archive;
}

async function signUp(page: Page, handle: string): Promise<void> {
  const person = { handle, email: `${handle}@example.org`, name: 'Builder', password: 'a long enough password' };
  const origin = new URL(page.url()).origin;
  expect((await page.request.post('/api/v1/accounts/sign-up', { data: person, headers: { origin } })).ok()).toBe(true);
}

async function choose(page: Page, archive: string, method: string): Promise<void> {
  await page.goto('/challenges/top-tagging/submit');
  await page.locator('input[type=file]').setInputFiles(archive);
  await page.getByLabel('Method').fill(method);
  await page.getByRole('button', { name: 'Upload and submit' }).click();
}

/** Holds the third part back until it is let go, and notes which parts are sent. */
async function holdThirdPart(page: Page): Promise<{ sent: number[]; arrived: number[]; letGo(): void }> {
  const [sent, arrived]: [number[], number[]] = [[], []];
  let letGo = (): void => undefined;
  const open = new Promise<void>((done) => (letGo = done));
  const partOf = (url: string): number => Number(new URL(url).searchParams.get('partNumber'));
  page.on('response', (response) => {
    if (response.request().method() === 'PUT' && response.ok()) arrived.push(partOf(response.url()));
  });
  await page.route('**/api/v1/storage/**', async (route) => {
    const part = partOf(route.request().url());
    sent.push(part);
    if (part === 3) await open;
    // It may have been given up meanwhile.
    await route.continue().catch(() => undefined);
  });
  return { sent, arrived, letGo };
}

test.describe.serial('a container in the browser', () => {
  // Ends on states: how long the data and a run take depends on what else the machine does.
  test.describe.configure({ timeout: 1_200_000 });
  test.beforeAll(async ({ request }) => {
    test.setTimeout(1_200_000);
    const dataState = async () => {
      const challenge: { dataSet: { state: string } | null } = await (await request.get('/api/v1/challenges/top-tagging')).json();
      return challenge.dataSet?.state;
    };
    await expect.poll(dataState, { timeout: 1_100_000, message: 'the data are there' }).toBe('ready');
    folder = mkdtempSync(join(tmpdir(), 'unblind-e2e-image-'));
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
  test.skip(skip !== undefined, skip);

  // First: what is scored is timed afterwards, and nothing else runs on the machine meanwhile.
  test('is refused with what is wrong with it and how to mend it, at the cost of no submission', async ({ page }) => {
    await page.goto('/challenges/top-tagging/submit');
    await signUp(page, `${builder}-2`);
    const archive = join(folder, 'refused.tar');
    writeFileSync(archive, 'this is a text, and no archive');
    await choose(page, archive, 'Not an image');
    await page.waitForURL(/\/submissions\/[0-9a-f-]{36}$/);
    const fault = page.getByRole('alert').filter({ hasText: 'Problem in your file' });
    await expect(fault).toContainText('image-invalid', { timeout: 1_100_000 });
    await expect(fault).toContainText('damaged or incomplete');
    await expect(fault).toContainText('docker save');
    const quota: unknown = await (await page.request.get('/api/v1/challenges/top-tagging/quota')).json();
    expect(quota).toContainEqual(expect.objectContaining({ phase: 'development', used: 0 }));
  });

  test('is uploaded, paused and resumed, tried on the public sample, scored and ranked', async ({ page }) => {
    const archive = imageArchive();
    await page.goto('/challenges/top-tagging/submit');
    await signUp(page, builder);
    const parts = await holdThirdPart(page);
    await choose(page, archive, 'A tagger in perl');
    const progress = page.getByRole('status');
    await expect(progress.filter({ hasText: 'Uploading' })).toBeVisible();
    await expect.poll(() => parts.arrived.toSorted()).toEqual([1, 2]);
    await expect(page.getByText(/^1[67](\.\d+)? MiB of \d+(\.\d+)? MiB$/)).toBeVisible();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(progress.filter({ hasText: 'Paused' })).toBeVisible();
    parts.letGo();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.waitForURL(/\/submissions\/[0-9a-f-]{36}$/);
    const submission = page.url();
    expect(parts.sent.toSorted()).toEqual([1, 2, 3, 3]);

    // The page follows by itself.
    const log = page.getByRole('heading', { name: 'Log of the public sample' }).locator('xpath=ancestor::section');
    await expect(log.locator('pre')).toContainText('asked for 1000 jets', { timeout: 1_100_000 });
    await expect(page.getByText('Background rejection', { exact: false }).first()).toBeVisible({ timeout: 1_100_000 });
    // The sample's 2000 jets, the first thousand again, and nothing of the hidden ones.
    const asked = (await log.locator('pre').innerText()).match(/^asked for .*$/gm);
    expect(asked).toEqual(Array.from({ length: 3 }, () => 'asked for 1000 jets'));
    await page.getByText(/^History/).click();
    await expect(page.getByText(/The image is valid \(1 layer, \d+ MiB unpacked\) and ran on the public sample/)).toBeVisible();

    await page.goto('/challenges/top-tagging/leaderboard?board=auc');
    const row = page.getByRole('row').filter({ hasText: builder });
    await row.getByRole('link', { name: 'A tagger in perl' }).click();
    await expect(page).toHaveURL(submission);
  });
});
