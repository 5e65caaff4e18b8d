import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { GraphBuilder } from '@unblind/onnx-writer';

const pages = [
  '/',
  '/challenges/top-tagging',
  '/challenges/top-tagging/data',
  '/challenges/top-tagging/evaluation',
  '/challenges/top-tagging/rules',
  '/challenges/top-tagging/leaderboard',
  '/challenges/top-tagging/landscape',
  '/challenges/top-tagging/compare',
  '/challenges/top-tagging/submit',
  '/challenges/top-tagging/submissions',
  '/challenges/trackml',
  '/sign-in',
  '/sign-up',
  '/account',
  '/no-such-page',
];

/** Collects what the policy of the pages blocks, and their errors. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  page.on('console', (message) => /content security policy/i.test(message.text()) && seen.push(message.text()));
  page.on('pageerror', (error) => seen.push(String(error)));
  return seen;
}

for (const path of pages)
  test(`${path} runs under its content security policy`, async ({ page }) => {
    const seen = watch(page);
    const answer = await page.goto(path);
    const headers = answer?.headers() ?? {};
    expect(headers['content-security-policy']).toMatch(/script-src 'nonce-[\w+/=]{20,}' 'strict-dynamic' 'wasm-unsafe-eval';/);
    // A page with a nonce is of one answer: no cache may keep it, and nothing may say that it has not changed.
    expect(headers['cache-control']).toContain('no-store');
    expect(headers.etag).toBeUndefined();
    // The menu opens only when the page's own scripts run.
    await page.getByRole('button', { name: /^Theme/ }).click();
    await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeVisible();
    expect(seen).toEqual([]);
  });

test('the page that the build stores has the hashes of its scripts, which run', async ({ page, request }) => {
  const seen = watch(page);
  const answer = await page.goto('/_global-error');
  const { 'content-security-policy': policy = '', etag = '' } = answer?.headers() ?? {};
  expect(policy).toMatch(/script-src 'self' 'sha256-/);
  expect(await page.locator('script:not([src])').count()).toBeGreaterThan(0);
  expect(seen).toEqual([]);
  // Whoever has it gets the same policy again.
  const again = await request.get('/_global-error', { headers: { 'if-none-match': etag } });
  expect([again.status(), again.headers()['content-security-policy']]).toEqual([expect.any(Number), policy]);
});

test('a model is checked in a worker under the policy', async ({ page }) => {
  const seen = watch(page);
  const graph = new GraphBuilder('wrong');
  graph.node('Identity', [graph.input('constituentz', 'float32', ['N', 200, 4])], {}, { output: 'y' });
  graph.output('y', 'float32', ['N', 200, 4]);
  await page.goto('/challenges/top-tagging/submit');
  await page.locator('input[type=file]').setInputFiles({ name: 'wrong.onnx', mimeType: '', buffer: Buffer.from(graph.toBytes()) });
  await expect(page.getByText('Nothing was uploaded.')).toBeVisible();
  expect(seen).toEqual([]);
});

const injections = {
  'a script': '<script>window.injected = true</script>',
  "an element's handler": '<img src="data:," onerror="window.injected = true">',
  'a script of this site without a nonce': '<script src="/injected.js"></script>',
};

for (const [name, html] of Object.entries(injections))
  test(`${name} that somebody brings into a page does not run`, async ({ page }) => {
    const open = async (withPolicy: boolean): Promise<boolean> => {
      await page.unrouteAll();
      await page.route('/injected.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'window.injected = true' }));
      await page.route('/sign-in', async (route) => {
        const answer = await route.fetch();
        const { 'content-security-policy': policy, ...headers } = answer.headers();
        const body = (await answer.text()).replace('</main>', `${html}</main>`);
        await route.fulfill({
          response: answer,
          headers: withPolicy ? { ...headers, 'content-security-policy': policy ?? '' } : headers,
          body,
        });
      });
      await page.goto('/sign-in', { waitUntil: 'networkidle' });
      return page.evaluate(() => 'injected' in window);
    };
    expect(await open(true)).toBe(false);
    // The control: without the policy it runs.
    expect(await open(false)).toBe(true);
  });
