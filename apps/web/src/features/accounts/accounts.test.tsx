/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen, waitFor, within } from '@testing-library/react';
import { CreatedToken, Me, Token } from '@unblind/contracts';
import { refusal, serve } from '../../../test/serve';
import { show } from '../../../test/show';
import { PasswordForm } from './password-form';
import { SignInForm } from './sign-in-form';
import { SignOutEverywhere } from './sign-out-everywhere';
import { SignUpForm } from './sign-up-form';
import { Tokens } from './tokens';

const me = Me.parse({
  id: '7b7f4d0e-58a5-4d9c-9f3e-0a9a4f2f1c11',
  handle: 'ada',
  name: 'Ada',
  email: 'ada@unblind.test',
  role: 'participant',
  mustChangePassword: false,
});

describe('signing in', () => {
  const fill = async (user: ReturnType<typeof show>['user']) => {
    await user.type(screen.getByLabelText('Handle or e-mail address'), 'ada');
    await user.type(screen.getByLabelText('Password'), 'a long enough password');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
  };

  test('leads to where the visitor was going, and the page is read again for who it is now', async () => {
    const requests = serve({ 'POST /api/v1/accounts/sign-in': () => ({ json: me }) });
    const { user, visited, refreshes } = show(<SignInForm next="/challenges/top-tagging/submit" />);
    await fill(user);
    await waitFor(() => expect(visited).toEqual(['/challenges/top-tagging/submit']));
    expect(requests[0]?.json).toEqual({ login: 'ada', password: 'a long enough password' });
    expect(refreshes()).toBe(1);
  });

  test('with a password that was given once leads to choosing an own one', async () => {
    serve({ 'POST /api/v1/accounts/sign-in': () => ({ json: { ...me, mustChangePassword: true } }) });
    const { user, visited } = show(<SignInForm next="/" />);
    await fill(user);
    await waitFor(() => expect(visited).toEqual(['/account']));
  });

  test('says why it was refused and how to go on, keeps what was typed, and can be tried again', async () => {
    const wrong = { status: 401, title: 'Not signed in', detail: 'Handle or password is wrong.', fix: 'Try again.' };
    serve({ 'POST /api/v1/accounts/sign-in': () => refusal(wrong) });
    const { user, visited } = show(<SignInForm next="/" />);
    await fill(user);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toBe('Not signed inHandle or password is wrong.Try again.');
    expect(screen.getByLabelText<HTMLInputElement>('Handle or e-mail address').value).toBe('ada');
    serve({ 'POST /api/v1/accounts/sign-in': () => ({ json: me }) });
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(visited).toEqual(['/']));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('cannot be sent twice while the answer is out, and says so where there is none', async () => {
    let hangUp = (): void => undefined;
    const requests = serve({
      'POST /api/v1/accounts/sign-in': (_, response) => {
        hangUp = () => response.destroy();
        return undefined;
      },
    });
    const { user } = show(<SignInForm next="/" />);
    await fill(user);
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Sign in' }).disabled).toBe(true);
    hangUp();
    expect((await screen.findByRole('alert')).textContent).toContain('The platform is not responding');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Sign in' }).disabled).toBe(false);
  });
});

test('what is wrong with a field of a new account is said at the field', async () => {
  const errors = [
    { path: 'handle', message: 'is taken' },
    { path: 'password', message: 'at least 10 characters' },
  ];
  serve({ 'POST /api/v1/accounts/sign-up': () => refusal({ status: 422, errors }) });
  const { user, visited } = show(<SignUpForm next="/" />);
  for (const [label, text] of Object.entries({ Handle: 'ada', Name: 'Ada', 'E-mail address': 'ada@unblind.test', Password: 'long enough' }))
    await user.type(screen.getByLabelText(label), text);
  await user.click(screen.getByRole('button', { name: 'Create an account' }));
  const handle = await waitFor(() => {
    const field = screen.getByLabelText('Handle');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    return field;
  });
  const noteOf = (field: HTMLElement) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent;
  expect(noteOf(handle)).toBe('is taken');
  expect(noteOf(screen.getByLabelText('Password'))).toBe('at least 10 characters');
  expect(noteOf(screen.getByLabelText('E-mail address'))).toBe('Never shown to others.');
  expect(visited).toEqual([]);
});

test('a changed password is confirmed, and nothing of it stays in the form', async () => {
  const requests = serve({ 'POST /api/v1/accounts/password': () => ({ json: me }) });
  const { user } = show(<PasswordForm handle="ada" />);
  await user.type(screen.getByLabelText('Current password'), 'the old password');
  await user.type(screen.getByLabelText('New password'), 'the new password');
  await user.click(screen.getByRole('button', { name: 'Change the password' }));
  await waitFor(() => expect(screen.getByRole('status').textContent).toMatch(/^Your password has been changed\./));
  expect(requests[0]?.json).toEqual({ current: 'the old password', next: 'the new password' });
  expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('');
});

describe('tokens', () => {
  const token = Token.parse({
    id: '0d0e8a3a-6b7c-4c8e-9d39-2f3b6f0a7c55',
    name: 'laptop',
    prefix: 'unb_abc',
    scopes: ['read'],
    createdAt: '2026-11-22T10:00:00.000Z',
    expiresAt: null,
    lastUsedAt: null,
  });

  test('a new one is asked for with what was chosen, and its secret shown', async () => {
    const created = CreatedToken.parse({ ...token, secret: 'unb_the-secret' });
    const requests = serve({ 'POST /api/v1/tokens': () => ({ status: 201, json: created }) });
    const { user, refreshes } = show(<Tokens tokens={[]} />);
    expect(screen.queryByRole('table')).toBeNull();
    await user.type(screen.getByLabelText('Name'), 'laptop');
    await user.selectOptions(screen.getByLabelText('Expires'), 'never');
    await user.click(screen.getByLabelText('Upload, submit and cancel'));
    await user.click(screen.getByRole('button', { name: 'Create' }));
    await screen.findByText('unb_the-secret');
    expect(requests[0]?.json).toEqual({ name: 'laptop', scopes: ['read'], expiresInDays: null });
    expect(refreshes()).toBe(1);
  });

  test('one is revoked by its own button; a refusal is shown', async () => {
    const requests = serve({ 'DELETE /api/v1/tokens/*': () => ({ status: 204 }) });
    const other = { ...token, id: '5a1c9be2-9f3c-4b43-8a2c-18ad0b8b6f10', name: 'cluster' };
    const { user, refreshes } = show(<Tokens tokens={[token, other]} />);
    expect(within(screen.getByRole('table')).getAllByRole('row')).toHaveLength(3);
    await user.click(screen.getByRole('button', { name: 'Revoke cluster' }));
    await waitFor(() => expect(refreshes()).toBe(1));
    expect(requests.map(({ path }) => path)).toEqual([`/api/v1/tokens/${other.id}`]);
    serve({ 'DELETE /api/v1/tokens/*': () => refusal({ status: 404, detail: 'It is gone already.' }) });
    await user.click(screen.getByRole('button', { name: 'Revoke laptop' }));
    expect((await screen.findByRole('alert')).textContent).toContain('It is gone already.');
  });

  test('all are revoked by one button, which first says what will happen and can be left', async () => {
    const requests = serve({ 'DELETE /api/v1/tokens': () => ({ status: 204 }) });
    const other = { ...token, id: '5a1c9be2-9f3c-4b43-8a2c-18ad0b8b6f10', name: 'cluster' };
    const { user, refreshes } = show(<Tokens tokens={[token, other]} />);
    await user.click(screen.getByRole('button', { name: 'Revoke all tokens' }));
    screen.getByText('All 2 tokens will stop working at once, wherever they are used.');
    await user.click(screen.getByRole('button', { name: 'Keep everything' }));
    expect(requests).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Revoke all tokens' }));
    await user.click(screen.getByRole('button', { name: 'Revoke all tokens' }));
    await waitFor(() => expect(refreshes()).toBe(1));
    expect(requests.map(({ path }) => path)).toEqual(['/api/v1/tokens']);
  });
});

test('signing out everywhere is confirmed and leads to signing in; a refusal is shown', async () => {
  serve({ 'POST /api/v1/accounts/sign-out-everywhere': () => refusal({ status: 503, detail: 'The database does not answer.' }) });
  const { user, visited } = show(<SignOutEverywhere />);
  const press = async () => {
    await user.click(screen.getByRole('button', { name: 'Sign out everywhere' }));
    await user.click(screen.getByRole('button', { name: 'Sign out everywhere' }));
  };
  await press();
  expect((await screen.findByRole('alert')).textContent).toContain('The database does not answer.');
  expect(visited).toEqual([]);
  serve({ 'POST /api/v1/accounts/sign-out-everywhere': () => ({ status: 204 }) });
  await press();
  await waitFor(() => expect(visited).toEqual(['/sign-in']));
});
