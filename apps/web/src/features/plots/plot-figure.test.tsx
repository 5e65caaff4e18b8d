/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen, within } from '@testing-library/react';
import { Plot } from '@unblind/contracts';
import { plot } from '../../../test/fixtures';
import { show } from '../../../test/show';
import { PlotFigure } from './plot-figure';

const series = (label: string) => ({ label, x: [0, 1], y: [1, 10] });
const drawing = () => screen.getByRole('img');
const ofClass = (name: string) => [...drawing().querySelectorAll(`.${name}`)].map(({ tagName }) => tagName);

describe('a plot on a page', () => {
  test('is named for those who do not see it, by its title and both axes', () => {
    show(<PlotFigure plot={plot()} />);
    expect(screen.getByRole('figure', { name: 'ROC' })).toBeTruthy();
    expect(drawing().getAttribute('aria-label')).toBe('ROC: 1/eps_B against eps_S');
    // What is seen is typeset: an epsilon with its letter lowered.
    expect(drawing().textContent).toContain('1/εB');
  });

  test('has the colours of the theme, for a line and for its band', () => {
    show(<PlotFigure plot={plot()} />);
    expect([ofClass('stroke-series-1'), ofClass('fill-series-1')]).toEqual([['path'], ['path']]);
    expect(drawing().innerHTML).not.toMatch(/#[0-9a-f]{6}|series-1"? (fill|stroke)=/);
  });

  test('has a legend where there are several series, in which each has the dashes of its line', () => {
    const { rerender } = show(<PlotFigure plot={plot({ series: [series('signal'), series('background')] })} />);
    const items = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual(['signal', 'background']);
    const dashes = (within: Element) =>
      [...within.querySelectorAll('[stroke-dasharray]')].map((line) => line.getAttribute('stroke-dasharray'));
    expect(items.map(dashes)).toEqual([[], ['6 3']]);
    expect(dashes(drawing())).toEqual(['6 3']);
    rerender(<PlotFigure plot={plot()} />);
    expect(screen.queryByRole('list')).toBeNull();
  });

  test('tells the value of a point that a pointer rests on', () => {
    show(<PlotFigure plot={plot({ kind: 'points' })} />);
    const titles = [...drawing().querySelectorAll('circle > title')].map(({ textContent }) => textContent);
    expect(titles).toEqual(['rejection: 1000 [800, 1200] at 0.2', 'rejection: 100 [90, 110] at 0.5', 'rejection: 5 [4, 6] at 0.9']);
  });

  test('of every kind that the contract knows is drawn', () => {
    const names = { label: 'class', scale: 'linear' as const, categories: ['a', 'b'] };
    for (const kind of Plot.shape.kind.options) {
      const axes = kind === 'matrix' ? { x: names, y: names } : kind === 'bars' ? { y: names } : {};
      const { unmount } = show(
        <PlotFigure plot={plot({ kind, series: [{ label: 's', x: [0, 1], y: [0, 1], z: [0.2, 0.8] }], ...axes })} />,
      );
      expect(drawing().querySelectorAll('path, circle, rect').length).toBeGreaterThan(0);
      unmount();
    }
  });

  test('has the letters of its series’ names lowered too', () => {
    show(<PlotFigure plot={plot({ series: [series('eps_S = 0.3'), series('all')] })} />);
    expect(screen.getAllByRole('listitem')[0]?.querySelector('sub')?.textContent).toBe('S');
  });

  test('has its note with the letters lowered', () => {
    show(<PlotFigure plot={plot({ note: 'Cut at eps_S = 0.3.' })} />);
    expect(screen.getByText(/Cut at/).innerHTML).toBe('Cut at ε<sub>S</sub> = 0.3.');
  });
});
