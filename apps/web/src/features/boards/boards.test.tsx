/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen, within } from '@testing-library/react';
import type { BoardView } from '@unblind/contracts';
import { at, board, challenge, metric, phase, row } from '../../../test/fixtures';
import { show } from '../../../test/show';
import { BoardControls } from './board-controls';
import { BoardPage } from './board-page';
import { chooseBoard } from './board-query';
import type { BoardChoice } from './board-query';
import { OtherVersions } from './versions';

const choice: BoardChoice = { board: 'auc', phase: 'development', show: 'best', cursor: null, hardware: null, version: null };
const showBoard = (view: BoardView, more: Partial<BoardChoice> = {}) =>
  show(<BoardPage challenge={challenge()} choice={{ ...choice, ...more }} view={view} />);
const ranking = () => screen.getByRole('table', { name: /Ranking/ });
const bands = () => within(ranking()).getAllByRole('rowgroup').slice(1);
/** The cells of a row as text, its method among them. */
const cellsOf = (method: string) =>
  [...screen.getByRole('row', { name: new RegExp(method) }).children].map(({ textContent }) => textContent);
const hrefOf = (name: string | RegExp) => screen.getByRole('link', { name }).getAttribute('href');

describe('the ranking', () => {
  test('shows each entry with its rank, the ranks left open, its value with the digits of its interval, and a way to it', () => {
    showBoard(board([row(1, 1, { worstRank: 2 }), row(2, 2, { bestRank: 1, parameters: null })]));
    const heads = within(ranking())
      .getAllByRole('columnheader')
      .map(({ textContent }) => textContent);
    expect(heads).toEqual(['Rank', 'Method', 'AUC ↓', '68 % interval, drawn0.870.9', 'ECE', 'Parameters', 'Entries', 'Submitted']);
    expect(cellsOf('Method 1').slice(0, 3)).toEqual(['11–2', 'Method 1person-1', '0.890± 0.010']);
    expect(cellsOf('Method 2').slice(4, 7)).toEqual(['0.100(10)', '–', '1']);
    expect(hrefOf('Method 1')).toBe(`/submissions/${row(1, 1).submissionId}`);
  });

  test('keeps entries that the sample cannot order in one band, and the unscored in a last one without a rank', () => {
    const unscored = row(4, null, { score: metric('auc', null, 0, { note: 'One class only.' }) });
    showBoard(board([row(1, 1, { worstRank: 2 }), row(2, 2, { bestRank: 1 }), row(3, 3), unscored]));
    expect(bands().map((band) => within(band).getAllByRole('row').length)).toEqual([2, 1, 1]);
    expect(cellsOf('Method 4').slice(0, 3)).toEqual(['–no rank', 'Method 4person-4', '–not scoredOne class only.']);
  });

  test('says why an entry with a value has no rank, and what sets others apart', () => {
    const flagged = [metric('auc', 0.8, 0.01, { note: 'Flagged: clips its intervals' })];
    showBoard(
      board([
        row(1, 1, { baseline: true }),
        row(2, 2, { metrics: flagged, unsafe: true }),
        row(3, null, { score: metric('auc', 0.7, 0.01, { note: 'Not ranked: this board wants ece < 0.1.' }) }),
        row(4, 4, { contested: true }),
      ]),
    );
    expect(within(screen.getByRole('row', { name: /Method 1/ })).getByText('Baseline').title).toContain('organisers');
    expect(cellsOf('Method 2')[1]).toBe('Method 2Flagged: clips its intervalsNo sandbox: Ran without the sandbox.person-2');
    expect(cellsOf('Method 3')[1]).toBe('Method 3person-3Not ranked: this board wants ece < 0.1.');
    expect(cellsOf('Method 4')[1]).toMatch(/^Method 4Contested: .*repeated the run.*Shown to organisers alone/);
  });

  test('tells the machine of each ratio where entries of several machines rank together', () => {
    const by = { id: 'speed', title: 'Speed', by: 'throughput.ratio', order: 'desc' as const };
    const timed = (number: number, hardware: string) => row(number, number, { score: metric('throughput.ratio', 3 - number), hardware });
    const mixed = board([timed(1, 'GPU'), timed(2, 'CPU, 1 core')], {
      board: by,
      hardware: { classes: ['GPU', 'CPU, 1 core'], shown: null },
    });
    showBoard(mixed, { board: 'speed' });
    expect(cellsOf('Method 1')[1]).toBe('Method 1person-1Timed on GPU.');
    const machines = screen.getByRole('navigation', { name: 'Machines' });
    expect(machines.textContent).toContain('Timed on different machines');
    expect(within(machines).getByRole('link', { name: 'GPU' }).getAttribute('href')).toContain('hardware=GPU');
  });

  test('of one class of machines offers the others and all, and says nothing on boards that are not of speed', () => {
    const by = { id: 'speed', title: 'Speed', by: 'throughput.ratio', order: 'desc' as const };
    const hardware = { classes: ['GPU', 'CPU'], shown: 'GPU' };
    const { unmount } = showBoard(board([row(1, 1)], { board: by, hardware }), { board: 'speed', hardware: 'GPU' });
    const machines = within(screen.getByRole('navigation', { name: 'Machines' }));
    expect(machines.getByText('GPU').getAttribute('aria-current')).toBe('true');
    expect(machines.getByRole('link', { name: 'all machines' }).getAttribute('href')).not.toContain('hardware');
    expect(machines.getByRole('link', { name: 'CPU' })).toBeTruthy();
    unmount();
    showBoard(board([row(1, 1)], { hardware: { classes: ['GPU', 'CPU'], shown: null } }));
    expect(screen.queryByRole('navigation', { name: 'Machines' })).toBeNull();
  });

  test('comes in pages', () => {
    showBoard(board([row(101, 101)], { total: 250, nextCursor: '200' }), { cursor: '100' });
    expect(screen.getByText(/250 entries/)).toBeTruthy();
    expect(hrefOf('Next page')).toContain('cursor=200');
    expect(hrefOf('First page')).not.toContain('cursor');
  });
});

test('a board with a Ladder names the part of each column, its rule and what feeds it; what was not released has no rank', () => {
  const onPart = (part: 'ranking' | 'diagnostic', value: number | null) => metric('auc', value, 0.01, { part });
  const shown = row(1, 1, { score: onPart('ranking', 0.9), metrics: [onPart('diagnostic', 0.88)], disagreement: true });
  const score = { ...onPart('ranking', null), note: 'not released' };
  const rows = [shown, row(2, null, { score, metrics: [onPart('diagnostic', 0.87)], released: false })];
  const feedback = 'A next value appears when it is better by 0.001.';
  showBoard(board(rows, { part: 'ranking', feedback, fedBy: { entrants: 1, submissions: 2 } }));
  const heads = within(ranking())
    .getAllByRole('columnheader')
    .map(({ textContent }) => textContent);
  expect(heads).toEqual(expect.arrayContaining(['AUC ↓ranking part', 'AUCdiagnostic part']));
  expect(cellsOf('Method 1')[1]).toContain('Ranking and diagnostic disagree');
  expect(cellsOf('Method 2').slice(0, 4)).toEqual(['–no rank', 'Method 2person-2', '–not scorednot released', '0.870(10)']);
  expect(screen.getByText(/Ranks come from the ranking part/).textContent).toContain(feedback);
  expect(screen.getByText(/Fed by 2 scored submissions of 1 account\./)).toBeTruthy();
  expect(hrefOf('How this works')).toBe('/challenges/toy/evaluation');
});

test('a blinded board shows no row, and an empty one leads to the first submission', () => {
  const { unmount } = showBoard(board([], { blinded: true }));
  expect(screen.getByText('This board is blinded')).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Submit' })).toBeNull();
  unmount();
  showBoard(board([]));
  expect(hrefOf('Submit')).toBe('/challenges/toy/submit');
});

describe('an archived version', () => {
  const versions = [
    { version: 2, publishedAt: at(20), archivedAt: null },
    { version: 1, publishedAt: at(0), archivedAt: at(20) },
  ];
  const old = challenge({ version: 1, archivedAt: at(20), versions });

  test('says on its board that it is one, since when, and leads to the current board and not to a new submission', () => {
    const view = board([row(1, 1)], { archivedAt: at(20), part: 'ranking', feedback: 'A value appears when.' });
    const { unmount } = show(<BoardPage challenge={old} choice={{ ...choice, version: 1 }} view={view} />);
    expect(screen.getByText(/^Archived version 1, closed on/).textContent).toContain('22 Nov 2026');
    expect(hrefOf('See the current board')).toBe('/challenges/toy/leaderboard');
    expect(cellsOf('Method 1')[2]).toBe('0.890± 0.010');
    expect(screen.queryByText('How this works')).toBeNull();
    unmount();
    show(<BoardPage challenge={old} choice={{ ...choice, version: 1 }} view={board([], { archivedAt: at(20) })} />);
    expect(screen.queryByRole('link', { name: 'Submit' })).toBeNull();
  });

  test('stays chosen from board to board, and is found from the current one', async () => {
    const chosen = await chooseBoard(old, Promise.resolve({ version: '1' }));
    expect(chosen.version).toBe(1);
    const { unmount } = show(<BoardControls challenge={old} choice={chosen} />);
    expect(hrefOf('Speed')).toContain('version=1');
    expect(hrefOf('CSV')).toContain('version=1');
    unmount();
    show(<OtherVersions challenge={challenge({ version: 2, versions })} />);
    expect(hrefOf('Version 1')).toBe('/challenges/toy/leaderboard?version=1');
    expect(screen.queryByRole('link', { name: 'Version 2' })).toBeNull();
  });

  test('of a challenge that has none is not spoken of', () => {
    show(<OtherVersions challenge={challenge()} />);
    expect(screen.queryByRole('navigation')).toBeNull();
  });
});

test('published results stand apart, link to their source and bear their uncertainty at the first board’s metric alone', () => {
  const published = [{ name: 'ParticleNet', source: 'arXiv:1902.08570, table 1', auc: 0.9858, error: 0.0002, ece: 0.01 }];
  showBoard(board([row(1, 1)], { published, simulated: true }));
  const table = within(screen.getByRole('table', { name: 'Published results' }));
  const cells = within(table.getByRole('row', { name: /ParticleNet/ }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);
  expect(cells).toEqual(['0.98580± 0.00020', '0.01', '–', 'arXiv:1902.08570, table 1']);
  expect(hrefOf('arXiv:1902.08570')).toBe('https://arxiv.org/abs/1902.08570');
  expect(screen.getByRole('heading', { name: /not comparable with the simulated data/ })).toBeTruthy();
});

describe('the choice of a board', () => {
  const two = challenge({ phases: [phase(), phase({ id: 'final', title: 'Final', status: 'upcoming', boards: ['auc'] })] });

  test('keeps what else is chosen, begins at the first page, and marks where one is', () => {
    show(<BoardControls challenge={two} choice={{ ...choice, show: 'all', cursor: '100', hardware: 'GPU' }} />);
    const chosen = (nav: string) => within(screen.getByRole('navigation', { name: nav })).getByRole('link', { current: true }).textContent;
    expect([chosen('Board'), chosen('Phase'), chosen('Entries')]).toEqual(['AUC', 'Development', 'All entries']);
    expect(hrefOf('Final')).toBe('/challenges/toy/leaderboard?phase=final&show=all&hardware=GPU&board=auc');
    // Another board has other machines.
    expect(hrefOf('Speed')).not.toContain('hardware');
    expect(hrefOf('CSV')).toBe('/api/v1/challenges/toy/boards/auc.csv?phase=development&show=all&hardware=GPU');
  });

  test('of a phase with one board offers no other', () => {
    show(<BoardControls challenge={two} choice={{ ...choice, phase: 'final' }} />);
    expect(screen.queryByRole('navigation', { name: 'Board' })).toBeNull();
  });

  test.each([
    [{}, choice],
    [
      { phase: 'final', board: 'speed' },
      { ...choice, phase: 'final' },
    ],
    [
      { phase: 'nothing', show: 'all', cursor: '100' },
      { ...choice, show: 'all', cursor: '100' },
    ],
    [
      { board: ['speed', 'auc'], hardware: 'GPU' },
      { ...choice, hardware: 'GPU' },
    ],
  ])('by the address %j falls back to what there is', async (search, expected) =>
    expect(await chooseBoard(two, Promise.resolve(search))).toEqual(expected),
  );
});
