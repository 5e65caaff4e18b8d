/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen, waitFor, within } from '@testing-library/react';
import { CreatedRunnerToken, RunnerTime, RunnerToken, PlatformStatus } from '@unblind/contracts';
import { at, id } from '../../../test/fixtures';
import { refusal, serve } from '../../../test/serve';
import { show } from '../../../test/show';
import { ConnectedRunners } from './connected-runners';
import { RunnerTimeTables } from './runner-time';
import { RunnerTokens } from './runner-tokens';

const cellsOf = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

describe('connected runners', () => {
  const runner = { provider: 'bubblewrap', refusal: null, gpu: null, noGpu: null, unsafe: false, alive: true, seenAt: at(0) };
  const { runners } = PlatformStatus.pick({ runners: true }).parse({
    runners: [
      { ...runner, name: 'own', gpu: { name: 'NVIDIA L4', driver: '550', memoryBytes: 2 ** 34, runsModels: true } },
      { ...runner, name: 'site/node-1', alive: false, provider: null, refusal: 'bubblewrap is missing', noGpu: 'no GPU was found' },
      { ...runner, name: 'laptop', unsafe: true },
    ],
  });

  test('show which are alive, and why one takes no models', () => {
    show(<ConnectedRunners runners={runners} />);
    expect(cellsOf(/own/).slice(0, 3)).toEqual(['ownAlive', 'bubblewrap', 'NVIDIA L4']);
    expect(cellsOf(/node-1/).slice(0, 3)).toEqual(['site/node-1Gone', '–bubblewrap is missing', '–no GPU was found']);
    expect(cellsOf(/laptop/)[1]).toBe('none');
  });

  test('are said to be none where there are none', () => {
    show(<ConnectedRunners runners={[]} />);
    expect(screen.getByText('No runner was seen within a day')).toBeTruthy();
  });
});

describe('tokens of runners', () => {
  const token = RunnerToken.parse({
    id: id(1),
    name: 'site',
    prefix: 'unr_abc',
    challenge: null,
    trusted: true,
    remote: true,
    createdAt: at(0),
    lastSeenAt: null,
    reruns: { agreed: 3, disagreed: 1 },
  });
  const own = { ...token, id: id(2), name: 'platform', remote: false, reruns: { agreed: 0, disagreed: 0 } };
  const shown = (tokens: RunnerToken[], isAdministrator = true) =>
    show(<RunnerTokens tokens={tokens} challenges={['toy']} isAdministrator={isAdministrator} />);

  test('say what each lets its runners have, and how often its runs were repeated', () => {
    shown([token, own]);
    expect(cellsOf(/^site/).slice(0, 4)).toEqual([
      'siteunr_abc…Trusted with hidden inputs',
      'all challenges',
      'never',
      '3 agree, 1 disagree',
    ]);
    expect(cellsOf(/^platform/)).toEqual(["platformunr_abc…The platform's own", 'all challenges', 'never', 'none', 'Revoke']);
  });

  test('a new one is asked for with what was chosen, and its secret shown', async () => {
    const created = CreatedRunnerToken.parse({ ...token, secret: 'unr_the-secret' });
    const requests = serve({ 'POST /api/v1/runner-tokens': () => ({ status: 201, json: created }) });
    const { user, refreshes } = shown([]);
    await user.type(screen.getByLabelText('Name'), 'site');
    await user.click(screen.getByLabelText(/Trusted with hidden inputs/));
    await user.click(screen.getByRole('button', { name: 'Create' }));
    await screen.findByText('unr_the-secret');
    expect(requests[0]?.json).toEqual({ name: 'site', challenge: null, trusted: true });
    expect(refreshes()).toBe(1);
  });

  test('organisers make them for a challenge, and cannot trust them', async () => {
    const requests = serve({ 'POST /api/v1/runner-tokens': () => refusal({ status: 409, detail: 'The name is taken.' }) });
    const { user } = shown([], false);
    expect(screen.queryByLabelText(/Trusted/)).toBeNull();
    expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['toy']);
    await user.type(screen.getByLabelText('Name'), 'mine');
    await user.click(screen.getByRole('button', { name: 'Create' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The name is taken.');
    expect(requests[0]?.json).toEqual({ name: 'mine', challenge: 'toy', trusted: false });
  });

  test('one is revoked after it was said what that does', async () => {
    const requests = serve({ 'DELETE /api/v1/runner-tokens/*': () => ({ status: 204 }) });
    const { user, refreshes } = shown([token, own]);
    await user.click(screen.getByRole('button', { name: 'Revoke site' }));
    expect(screen.getByText(/what they work on waits for other runners/)).toBeTruthy();
    expect(requests).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Revoke site' }));
    await waitFor(() => expect(refreshes()).toBe(1));
    expect(requests.map(({ path }) => path)).toEqual([`/api/v1/runner-tokens/${token.id}`]);
  });
});

describe('the time that runners spent', () => {
  const row = { challenge: 'toy', submissionId: id(1), method: 'Net', entrant: 'ada', team: false };
  const spent = { attempts: 3, seconds: 3661, lostSeconds: 61, remoteSeconds: 0 };

  test('is shown by challenge, entrant and submission, and leads to the submission', () => {
    const sum = { ...row, ...spent };
    const submissions = [sum, { ...sum, submissionId: id(2), method: 'Other', lostSeconds: 0, remoteSeconds: 5 }];
    const time = RunnerTime.parse({ challenges: [sum], entrants: [{ ...sum, entrant: 'The team', team: true }], submissions });
    show(<RunnerTimeTables time={time} />);
    expect(cellsOf(/^toy/)).toEqual(['toy', '3', '1 h 1 min', '1 min 1 s', '–']);
    expect(cellsOf(/The team \(team\)/)[0]).toContain('toy');
    expect(cellsOf(/^Other/).slice(2)).toEqual(['1 h 1 min', '–', '5 s']);
    expect(screen.getByRole('link', { name: 'Net' }).getAttribute('href')).toBe(`/submissions/${id(1)}`);
  });

  test('is none before a runner has worked', () => {
    show(<RunnerTimeTables time={{ challenges: [], entrants: [], submissions: [] }} />);
    expect(screen.getByText('No runner has worked yet')).toBeTruthy();
  });
});
