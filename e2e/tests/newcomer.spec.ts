import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { GraphBuilder } from '@unblind/onnx-writer';

const root = resolve(__dirname, '../..');
const deepSets = resolve(root, 'challenges/top-tagging/baselines/deep-sets.onnx');

async function signUp(page: Page, handle: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Handle').fill(handle);
  await page.getByLabel('Name', { exact: true }).fill('A newcomer');
  await page.getByLabel('E-mail address').fill(`${handle}@example.org`);
  await page.getByLabel('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page.getByRole('button', { name: new RegExp(handle) })).toBeVisible();
}

/** Drops a file the way a mouse does. */
async function drop(page: Page, filename: string, content: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([name = '', base64 = '']) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name));
      return data;
    },
    [filename, content.toString('base64')],
  );
  await page.locator('label:has(input[type=file])').dispatchEvent('drop', { dataTransfer: transfer });
}

test('a newcomer signs up, drops a model, watches it being scored, and finds it ranked', async ({ page }) => {
  // Ends on states: how long the data take depends on what else the machine does.
  test.setTimeout(1_200_000);
  await signUp(page, 'newcomer');
  await page.goto('/challenges/top-tagging/submit');
  await drop(page, 'deep-sets.onnx', readFileSync(deepSets));
  await expect(page.getByText('This model fits the challenge.')).toBeVisible();
  await page.getByLabel('Method').fill('My first tagger');
  await page.getByRole('button', { name: 'Upload and submit' }).click();
  await page.waitForURL(/\/submissions\/[0-9a-f-]{36}$/);
  const submission = page.url();
  // The data may still be in preparation: the page follows by itself, nothing is reloaded.
  await expect(page.getByText('Background rejection', { exact: false }).first()).toBeVisible({ timeout: 1_100_000 });
  await expect(page.locator('ol li').last()).toContainText('Scored');
  await page.goto('/challenges/top-tagging/leaderboard');
  const row = page.getByRole('row').filter({ hasText: 'My first tagger' });
  await expect(row).toContainText('newcomer');
  await row.getByRole('link', { name: 'My first tagger' }).click();
  await expect(page).toHaveURL(submission);
});

test('a model that does not fit is refused in the browser, with the way to mend it, before a byte is uploaded', async ({ page }) => {
  const uploads: string[] = [];
  page.on('request', (request) => request.url().includes('/uploads') && uploads.push(request.url()));
  const graph = new GraphBuilder('wrong');
  graph.node('Identity', [graph.input('constituentz', 'float32', ['N', 200, 4])], {}, { output: 'y' });
  graph.output('y', 'float32', ['N', 200, 4]);
  await page.goto('/challenges/top-tagging/submit');
  await drop(page, 'wrong.onnx', Buffer.from(graph.toBytes()));
  await expect(page.getByText(/constituents/).first()).toBeVisible();
  await expect(page.getByText('Nothing was uploaded.')).toBeVisible();
  expect(uploads).toEqual([]);
});

test('pages show their content without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
  const page = await context.newPage();
  for (const [path, words] of [
    ['/', 'Top quark tagging'],
    ['/challenges/top-tagging', 'QCD'],
    ['/challenges/top-tagging/data', /simulated/i],
    ['/challenges/top-tagging/evaluation', /rejection/i],
    ['/challenges/top-tagging/leaderboard', /Published/],
    ['/challenges/top-tagging/landscape', /lower is better|higher is better/],
  ] as const) {
    await page.goto(path);
    await expect(page.locator('main')).toContainText(words);
  }
  await context.close();
});

test('no page is wider than a phone', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL: baseURL ?? '' });
  const page = await context.newPage();
  for (const path of [
    '/',
    '/challenges/top-tagging',
    '/challenges/top-tagging/data',
    '/challenges/top-tagging/leaderboard',
    '/challenges/top-tagging/landscape',
    '/challenges/top-tagging/submit',
    '/sign-up',
  ]) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
  }
  await context.close();
});
