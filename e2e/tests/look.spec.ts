import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';

const folder = resolve(__dirname, '../../test-results/look');
const pages = {
  home: '/',
  overview: '/challenges/top-tagging',
  data: '/challenges/top-tagging/data',
  evaluation: '/challenges/top-tagging/evaluation',
  leaderboard: '/challenges/top-tagging/leaderboard',
  landscape: '/challenges/top-tagging/landscape',
  submit: '/challenges/top-tagging/submit',
};

test.describe('screenshots to look at', () => {
  test.skip(!process.env.LOOK, 'set LOOK=1 to take them');
  test.beforeAll(async ({ request }) => {
    test.setTimeout(300_000);
    const rows = async () => {
      const board: { total: number } = await (await request.get('/api/v1/challenges/top-tagging/boards/auc')).json();
      return board.total;
    };
    await expect.poll(rows, { timeout: 280_000, message: 'both baselines are ranked' }).toBeGreaterThanOrEqual(2);
  });
  for (const [device, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } })) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${device}, ${colorScheme}`, async ({ browser, baseURL }) => {
        const context = await browser.newContext({ viewport, colorScheme, baseURL: baseURL ?? '' });
        const page = await context.newPage();
        for (const [name, path] of Object.entries(pages)) {
          await page.goto(path);
          await expect(page.locator('main')).toBeVisible();
          await page.screenshot({ path: `${folder}/${name}-${device}-${colorScheme}.png`, fullPage: true });
        }
        await page.goto(pages.leaderboard);
        await page.locator('tbody th a').first().click();
        await page.waitForURL(/submissions/);
        await expect(page.locator('figure svg').first()).toBeVisible();
        await page.screenshot({ path: `${folder}/submission-${device}-${colorScheme}.png`, fullPage: true });
        await context.close();
      });
    }
  }
});
