/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen, within } from '@testing-library/react';
import type { LandscapeView } from '@unblind/contracts';
import { challenge, id, landscape, metric, phase, point } from '../../../test/fixtures';
import { show } from '../../../test/show';
import { LandscapePage } from './landscape-page';
import { landscapeQuery } from './landscape-query';

const showLandscape = (view: LandscapeView) =>
  show(<LandscapePage challenge={challenge({ phases: [phase(), phase({ id: 'final', title: 'Final' })] })} view={view} />);
/** The drawing for wide screens. */
const drawing = () => {
  const wide = screen.getAllByRole('group').find((group) => group.classList.contains('sm:block'));
  if (!wide) throw new Error('there is no drawing for wide screens');
  return wide;
};
const circleOf = (method: string) => within(drawing()).getByRole('link', { name: method }).querySelector('circle');
const number = (element: Element | null, name: string) => Number(element?.getAttribute(name));

describe('the landscape', () => {
  const points = [
    point(1, 100_000, 0.95),
    point(2, 2000, 0.9, { onFront: false, baseline: true, hardware: 'GPU' }),
    point(3, 50, 0.8, { measured: [metric('latency.p50', 0.000_02, 0)] }),
  ];

  test('puts better quality higher and larger cost to the right, and leads from each point to its entry', () => {
    showLandscape(landscape(points));
    expect(number(circleOf('Method 1'), 'cy')).toBeLessThan(number(circleOf('Method 3'), 'cy'));
    expect(number(circleOf('Method 1'), 'cx')).toBeGreaterThan(number(circleOf('Method 3'), 'cx'));
    expect(within(drawing()).getByRole('link', { name: 'Method 2' }).getAttribute('href')).toBe(`/submissions/${id(2)}`);
    expect(within(drawing()).getByRole('link', { name: 'Method 2' }).textContent).toBe('Method 2, person-2, timed on GPU');
  });

  test('tells entries, baselines and the front apart, and draws the front through its points alone', () => {
    showLandscape(landscape(points));
    expect(circleOf('Method 2')?.classList.contains('fill-series-2')).toBe(true);
    expect(number(circleOf('Method 2'), 'r')).toBeLessThan(number(circleOf('Method 1'), 'r'));
    const front = drawing().querySelector('path[stroke-dasharray="5 4"]')?.getAttribute('d') ?? '';
    const corners = [...front.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    // From the cheap one along to the dear one's cost, then up to its quality.
    const at = (method: string): unknown[] => [
      expect.closeTo(number(circleOf(method), 'cx'), 1),
      expect.closeTo(number(circleOf(method), 'cy'), 1),
    ];
    expect(corners).toEqual([at('Method 3'), [at('Method 1')[0], at('Method 3')[1]], at('Method 1')]);
  });

  test('has the names of entries beside their points, and both axes named with what is better', () => {
    showLandscape(landscape(points));
    const texts = [...drawing().querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(
      expect.arrayContaining([
        'Method 1',
        'Method 2',
        'Method 3',
        'Parameters (lower is better)',
        'Area under the ROC curve (higher is better)',
        '100',
        '104',
      ]),
    );
  });

  test('marks what papers state, with its source, and says that it was not measured here', () => {
    showLandscape(landscape(points, { published: [{ name: 'ParticleNet', source: 'arXiv:1902.08570', x: 366_000, y: 0.985 }] }));
    expect([...drawing().querySelectorAll('path > title')].map(({ textContent }) => textContent)).toEqual([
      'ParticleNet, published (arXiv:1902.08570)',
    ]);
    expect(screen.getByText('Published, not measured here')).toBeTruthy();
  });

  test('has the same numbers in a table, with a column for what was measured of some entry', () => {
    showLandscape(landscape(points));
    const table = within(screen.getByRole('table'));
    expect(table.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
      'Method',
      'AUC',
      'p50',
      'Parameters',
      'FLOPs per sample',
      'File',
    ]);
    const cells = (method: RegExp) =>
      [...(table.getByRole('rowheader', { name: method }).closest('tr')?.querySelectorAll('td') ?? [])].map(
        ({ textContent }) => textContent,
      );
    expect(cells(/Method 1/)).toEqual(['0.950(10)', '–', '100 k', '200 k', '391 KiB']);
    expect(cells(/Method 3/)[1]).toBe('20.00 µs');
    expect(table.getByRole('rowheader', { name: /Method 2/ }).textContent).toBe('Method 2BaselineTimed on GPU');
  });

  test('offers what can be drawn, with what is drawn chosen, and the machines where there are several', async () => {
    const hardware = { classes: ['GPU', 'CPU'], shown: 'GPU' };
    const { user, container } = showLandscape(landscape(points, { hardware }));
    expect(screen.getByLabelText<HTMLSelectElement>('Cost').value).toBe('parameters');
    expect(
      within(screen.getByLabelText('Cost'))
        .getAllByRole('option')
        .map(({ textContent }) => textContent)[0],
    ).toContain('Throughput');
    await user.selectOptions(screen.getByLabelText('Quality'), 'ece');
    await user.selectOptions(screen.getByLabelText('Phase'), 'Final');
    const form = new FormData(container.querySelector('form') ?? undefined);
    expect(Object.fromEntries(form)).toEqual({ y: 'ece', x: 'parameters', phase: 'final', hardware: 'GPU' });
    expect(screen.getByText(/Timed on GPU/, { selector: 'p' })).toBeTruthy();
  });

  test('says how many entries lack a number', () => {
    showLandscape(landscape(points, { missing: 2, simulated: true }));
    expect(screen.getByText(/2 entries lack one of the two numbers/).textContent).toContain('simulated data');
  });
});

test('a blinded phase is not drawn, nor one without entries', () => {
  const { unmount } = showLandscape(landscape([], { blinded: true }));
  expect(screen.getByText('This phase is blinded')).toBeTruthy();
  unmount();
  showLandscape(landscape([]));
  expect(screen.getByText('Nothing to draw yet')).toBeTruthy();
  expect(screen.queryByRole('table')).toBeNull();
});

test('an address asks for what it names, and for nothing that a form left open', async () => {
  const search = Promise.resolve({ x: 'flops', y: '', phase: ['a', 'b'], hardware: 'GPU', other: 'thing' });
  expect(String(await landscapeQuery(search))).toBe('x=flops&hardware=GPU');
});
