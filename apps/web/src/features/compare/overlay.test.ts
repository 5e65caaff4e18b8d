import type { Plot } from '@unblind/contracts';
import { overlay } from './overlay';

const axis = { label: 'x', scale: 'linear' as const };
const plot = (series: Plot['series'], more: Partial<Plot> = {}): Plot => ({
  id: 'roc',
  title: 'ROC',
  kind: 'line',
  x: axis,
  y: axis,
  series,
  ...more,
});
const line = (label: string, y: number[]) => ({ label, x: [0, 1], y });
const claimed = line('claimed', [0.68, 0.68]);

describe('plots of several entries', () => {
  it('become one, with the entries for names and their notes', () => {
    const together = overlay([
      { label: 'Cut', plot: plot([line('rejection', [1, 2])], { note: 'Steps.' }) },
      { label: 'Net', plot: plot([line('rejection', [3, 4])]) },
    ]);
    expect(together).toMatchObject({ series: [line('Cut', [1, 2]), line('Net', [3, 4])], note: 'Cut: Steps.' });
  });

  it('show what all have alike once', () => {
    const of = (label: string, y: number[]) => ({ label, plot: plot([line('coverage', y), claimed]) });
    expect(overlay([of('A', [0.5, 0.6]), of('B', [0.7, 0.7])])?.series.map(({ label }) => label)).toEqual(['A', 'B', 'claimed']);
  });

  it('stand side by side where an entry has several series, or names at its axis, or there is one entry', () => {
    const both = { label: 'A', plot: plot([line('signal', [1, 2]), line('background', [3, 4])]) };
    expect(overlay([both, { ...both, plot: plot([line('signal', [5, 6]), line('background', [7, 8])]) }])).toBeNull();
    const bars = (y: number[]) => ({
      label: 'A',
      plot: plot([line('shift', y)], { kind: 'bars', y: { ...axis, categories: ['a', 'b'] } }),
    });
    expect(overlay([bars([1, 2]), bars([2, 3])])).toBeNull();
    expect(overlay([{ label: 'A', plot: plot([claimed]) }])).toBeNull();
  });
});
