/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen, within } from '@testing-library/react';
import { DifferencesView } from '@unblind/contracts';
import type { Plot } from '@unblind/contracts';
import { evaluation, id, metric, plot, row, submission } from '../../../test/fixtures';
import { show } from '../../../test/show';
import { ChooseEntries } from './choose-entries';
import { ComparedDifferences } from './compared-differences';
import { ComparedMetrics } from './compared-metrics';
import type { Compared } from './compared-metrics';
import { ComparedPlots } from './compared-plots';

const entry = (number: number, method: string, metrics: ReturnType<typeof metric>[], plots: Plot[] = []): Compared => ({
  submission: submission({ id: id(number), method, participant: { handle: `person-${number}`, name: 'P' } }),
  evaluation: evaluation('scored', {
    metrics: [...metrics.map((each) => ({ ...each, variation: 'nominal' })), { ...metric('auc', 0.1), variation: 'jes-up' }],
    plots,
  }),
});
const cells = (name: string | RegExp) =>
  [...(screen.getByRole('rowheader', { name }).closest('tr')?.querySelectorAll('td') ?? [])].map(({ textContent }) => textContent);

test('entries are chosen by a form that needs no script, with those of the address checked', async () => {
  const { user, container } = show(<ChooseEntries rows={[row(1, 1), row(2, 2), row(3, 3)]} chosen={[id(2)]} phase="development" />);
  const boxes = screen.getAllByRole<HTMLInputElement>('checkbox');
  expect(boxes.map(({ checked }) => checked)).toEqual([false, true, false]);
  await user.click(screen.getByLabelText(/Method 3/));
  const form = container.querySelector('form');
  const sent = new URLSearchParams(
    [...new FormData(form ?? undefined)].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]),
  );
  expect(`${form?.method} ${sent}`).toBe(`get phase=development&with=${id(2)}&with=${id(3)}`);
});

test('metrics stand side by side, each with its worst case, where some entry has them', () => {
  const compared = [
    entry(1, 'Net', [metric('auc', 0.95), metric('worst(auc)', 0.9)]),
    entry(2, 'Cut', [metric('auc', 0.8), metric('ece', null, 0, { note: 'No probabilities.' })]),
  ];
  show(<ComparedMetrics kind="tagging" compared={compared} metrics={['auc', 'ece']} />);
  const heads = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
  expect(heads).toEqual(['Metric', 'Netperson-1', 'Cutperson-2']);
  expect(screen.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual([
    'Area under the ROC curve',
    'Worst case of: Area under the ROC curve',
  ]);
  expect(cells(/^Area/)).toEqual(['0.950± 0.010', '0.800± 0.010']);
  expect(cells(/^Worst/)).toEqual(['0.900± 0.010', '–']);
});

describe('differences', () => {
  const { metrics } = DifferencesView.parse({
    evaluationId: id(1),
    from: id(2),
    metrics: [
      { name: 'auc', part: 'whole', difference: 0.02, low: 0.01, high: 0.03, pValue: 0.0421, leastPValue: 0.01 },
      { name: 'ece', part: 'whole', difference: -0.01, low: -0.03, high: 0.01, pValue: 0.5, leastPValue: 0.01 },
      { name: 'brier', part: 'whole', difference: 1, low: null, high: null, pValue: 1, leastPValue: 0.01 },
    ],
  });

  test('are told with their interval and probability, and pale where the interval holds zero, and say where there is none', () => {
    show(<ComparedDifferences kind="tagging" first="Net" others={[{ name: 'Cut', metrics }]} metrics={['auc', 'ece', 'brier', 'disco']} />);
    expect(screen.getByRole('heading', { name: 'Difference from Net' })).toBeTruthy();
    expect(cells(/^Area/)).toEqual(['0.020± 0.010p = 0.042']);
    const isPale = (name: RegExp) =>
      screen.getByRole('rowheader', { name }).closest('tr')?.querySelector('td > span')?.classList.contains('text-muted');
    expect([isPale(/^Area/), isPale(/^Calibration/), isPale(/^Brier/)]).toEqual([false, true, false]);
    expect(cells(/^Brier/)[0]).toContain('too few events for an interval');
    // Nothing pairs in the last one.
    expect(screen.getAllByRole('rowheader')).toHaveLength(3);
  });

  test('are left out where nothing pairs', () => {
    show(<ComparedDifferences kind="tagging" first="Net" others={[{ name: 'Cut', metrics: [] }]} metrics={['auc']} />);
    expect(screen.queryByRole('table')).toBeNull();
  });
});

test('plots of one series each are laid over each other under the entries’ names; others stand side by side, and what lacks says so', () => {
  const scores = plot({
    id: 'scores',
    title: 'Scores',
    kind: 'histogram',
    series: ['signal', 'background'].map((label) => ({ label, x: [0, 1], y: [1, 2] })),
  });
  const shifted = { ...scores, series: scores.series.map((each) => ({ ...each, y: [2, 1] })) };
  const only = plot({ id: 'only', title: 'Only here' });
  const compared = [
    entry(1, 'Net', [], [plot(), scores, only]),
    entry(2, 'Cut', [], [plot({ series: [{ label: 'rejection', x: [0, 1], y: [9, 1] }] }), shifted]),
  ];
  show(<ComparedPlots compared={compared} />);
  const legend = (figure: HTMLElement) =>
    within(figure)
      .queryAllByRole('listitem')
      .map(({ textContent }) => textContent);
  expect(legend(screen.getByRole('figure', { name: 'ROC' }))).toEqual(['Net', 'Cut']);
  expect(screen.getAllByRole('figure', { name: 'Scores' }).map(legend)).toEqual([
    ['signal', 'background'],
    ['signal', 'background'],
  ]);
  expect(screen.getAllByRole('figure', { name: 'Only here' })).toHaveLength(1);
  expect(screen.getByText('This entry has no such plot.').previousSibling?.textContent).toBe('Cut');
});
