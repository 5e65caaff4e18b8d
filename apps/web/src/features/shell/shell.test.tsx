/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen, waitFor } from '@testing-library/react';
import { Me } from '@unblind/contracts';
import { refusal, serve } from '../../../test/serve';
import { show } from '../../../test/show';
import { AccountMenu } from './account-menu';
import { parseTheme } from './theme';
import { ThemeMenu } from './theme-menu';

const root = document.documentElement;

describe('the theme', () => {
  test('is what the visitor chooses, at once and on the next visit', async () => {
    const { user } = show(<ThemeMenu initial="system" />);
    const choose = async (name: string) => {
      await user.click(screen.getByRole('button', { name: /^Theme/ }));
      await user.click(await screen.findByRole('menuitemradio', { name }));
    };
    await choose('Dark');
    expect([root.dataset.theme, document.cookie]).toEqual(['dark', 'theme=dark']);
    expect(screen.getByRole('button', { name: 'Theme: Dark' })).toBeTruthy();
    await choose('System default');
    expect([root.dataset.theme, document.cookie]).toEqual([undefined, 'theme=system']);
  });

  test('marks the one that is chosen', async () => {
    const { user } = show(<ThemeMenu initial="light" />);
    await user.click(screen.getByRole('button', { name: 'Theme: Light' }));
    const checked = (await screen.findAllByRole('menuitemradio')).map((item) => [item.textContent, item.getAttribute('aria-checked')]);
    expect(checked).toEqual([
      ['System default', 'false'],
      ['Light✓', 'true'],
      ['Dark', 'false'],
    ]);
  });

  test.each([
    ['dark', 'dark'],
    ['purple', 'system'],
    [undefined, 'system'],
  ])('of a cookie that says %s is %s', (cookie, theme) => expect(parseTheme(cookie)).toBe(theme));
});

describe('the account menu', () => {
  const me = Me.parse({
    id: '7b7f4d0e-58a5-4d9c-9f3e-0a9a4f2f1c11',
    handle: 'ada',
    name: 'Ada',
    email: 'ada@unblind.test',
    role: 'organiser',
    mustChangePassword: false,
  });

  test.each([
    ['signs out', () => ({ status: 204 })],
    ['leads home also where the session had ended already', () => refusal({ status: 401 })],
  ])('%s', async (_, answer) => {
    const requests = serve({ 'POST /api/v1/accounts/sign-out': answer });
    const { user, visited, refreshes } = show(<AccountMenu me={me} />);
    await user.click(screen.getByRole('button', { name: 'Account: ada' }));
    expect(await screen.findByText(/ada · organiser/)).toBeTruthy();
    await user.click(screen.getByRole('menuitem', { name: 'Sign out' }));
    await waitFor(() => expect(visited).toEqual(['/']));
    expect([requests.length, refreshes()]).toEqual([1, 1]);
  });
});
