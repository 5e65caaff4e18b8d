import { gzipSync } from 'node:zlib';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { npyOf } from '@unblind/npy';

const looks = resolve(__dirname, '../../test-results/look');
const submit = '/challenges/top-tagging/submit';
/** The jets of the public test split. */
let jets = 0;

test.beforeAll(async ({ request }) => {
  // Ends on a state: how long the data take depends on what else the machine does.
  test.setTimeout(1_200_000);
  const sizes = async () => {
    const files: { split: string; rows: number }[] = await (await request.get('/api/v1/challenges/top-tagging/data')).json();
    return (jets = files.find(({ split }) => split === 'public')?.rows ?? 0);
  };
  await expect.poll(sizes, { timeout: 1_100_000, message: 'the public data are there' }).toBeGreaterThan(0);
});

const choose = (page: Page, name: string, buffer: Buffer) =>
  page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
const scores = () => Float64Array.from({ length: jets }, (_, jet) => ((jet * 7919) % 1000) / 1000);
const csv = (values: Iterable<number>) => Buffer.from(`score\n${[...values].join('\n')}\n`);

test('predictions are read in the browser before a byte is uploaded: csv, csv.gz, npy', async ({ page }) => {
  const uploads: string[] = [];
  page.on('request', (request) => request.url().includes('/uploads') && uploads.push(request.url()));
  await page.goto(submit);
  const good = scores();
  const fits = page.getByText(`This file fits the challenge: ${jets.toLocaleString('en-GB')} rows`);
  for (const [name, bytes] of [
    ['scores.csv', csv(good)],
    ['scores.csv.gz', gzipSync(csv(good))],
    ['scores.npy', npyOf(good)],
  ] as const) {
    await choose(page, name, bytes);
    await expect(page.getByText(name, { exact: true })).toBeVisible();
    await expect(fits).toBeVisible();
    await choose(page, 'short.npy', npyOf(good.subarray(1)));
    await expect(page.getByText('predictions-length')).toBeVisible();
  }
  const ids = Array.from(good, (score, id) => `${id === 5 ? 4 : id},${score}`);
  await choose(page, 'doubled.csv', Buffer.from(`id,score\n${ids.join('\n')}\n`));
  await expect(page.getByText("event '4' came on line 6 already")).toBeVisible();
  good[1234] = NaN;
  await choose(page, 'nan.npy', npyOf(good));
  await expect(page.getByText('The score in row 1234 is NaN.')).toBeVisible();
  await choose(page, 'pickle.npz', Buffer.from('PK\u0003\u0004 not an archive'));
  await expect(page.getByText('predictions-unreadable')).toBeVisible();
  await expect(page.getByText('Nothing was uploaded.')).toBeVisible();
  expect(uploads).toEqual([]);
});

test.describe('screenshots to look at', () => {
  test.skip(!process.env.LOOK, 'set LOOK=1 to take them');
  for (const [device, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }))
    for (const colorScheme of ['light', 'dark'] as const)
      test(`${device}, ${colorScheme}`, async ({ browser, baseURL }) => {
        const context = await browser.newContext({ viewport, colorScheme, baseURL: baseURL ?? '' });
        const page = await context.newPage();
        await page.goto(submit);
        await choose(page, 'scores.npy', npyOf(scores()));
        await expect(page.getByText('This file fits the challenge')).toBeVisible();
        await page.screenshot({ path: `${looks}/predictions-fit-${device}-${colorScheme}.png`, fullPage: true });
        await choose(page, 'short.csv', csv(scores().subarray(1)));
        await expect(page.getByText('Nothing was uploaded.')).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
        await page.screenshot({ path: `${looks}/predictions-refused-${device}-${colorScheme}.png`, fullPage: true });
        await context.close();
      });
});
