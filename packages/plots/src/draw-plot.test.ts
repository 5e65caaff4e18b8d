import { Plot } from '@unblind/contracts';
import { drawPlot } from './draw-plot';
import type { Mark } from './mark';
import { plotSvg } from './plot-svg';
import { seriesStyle } from './series-style';
import { textWidth } from './text';

const size = { width: 400, height: 272 };
const plot = (kind: Plot['kind'], series: Plot['series'], more: Partial<Plot> = {}): Plot =>
  Plot.parse({ id: 'p', title: 'P', kind, x: { label: 'x', scale: 'linear' }, y: { label: 'y', scale: 'linear' }, series, ...more });

/** Every mark below one, with the text in it. */
function all(mark: Mark): Mark[] {
  return [mark, ...mark.children.flatMap((child) => (typeof child === 'string' ? [] : all(child)))];
}
const marks = (drawn: Plot, tag: Mark['tag']) => all(drawPlot(drawn, size)).filter((mark) => mark.tag === tag);
const textOf = ({ children }: Mark): string => children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');

describe('each kind of plot is drawn by what it shows', () => {
  test('a line breaks where it has no place, and its band goes on from the floor', () => {
    const series = { label: 'a', x: [0, 1, 2, 3, 4], y: [1, 2, 0, 2, 1], low: [0.5, 1, 0, 1, 0.5], high: [2, 3, 1, 3, 2] };
    const [band, line] = marks(plot('line', [series], { y: { label: 'y', scale: 'log' } }), 'path');
    expect(String(line?.attributes.d).match(/M/g)).toHaveLength(2);
    expect(String(band?.attributes.d).match(/Z/g)).toHaveLength(1);
    const [frame] = marks(plot('line', [series], { y: { label: 'y', scale: 'log' } }), 'svg');
    expect(band?.attributes.d).toContain(`,${String(frame?.attributes.height)}L`);
  });

  test('a bound that a logarithm has no place for runs to the floor of its axis', () => {
    const drawn = plot('points', [{ label: 'a', x: [1], y: [10], low: [0], high: [100] }], { y: { label: 'y', scale: 'log' } });
    const bar = marks(drawn, 'line').find(({ attributes }) => attributes.stroke === 'series-1');
    const axis = marks(drawn, 'line').find(({ attributes }) => attributes.stroke === 'axis' && attributes.x1 === undefined);
    expect(bar?.attributes.y1).toBe(axis?.attributes.y1);
  });

  test('points tell their values to a pointer, unless they are a crowd', () => {
    const points = (count: number) =>
      plot('points', [{ label: 'a', x: Array.from({ length: count }, (_, at) => at), y: Array<number>(count).fill(0.5) }]);
    expect(marks(points(2), 'title').map(textOf)).toEqual(['a: 0.5 at 0', 'a: 0.5 at 1']);
    expect([marks(points(100), 'circle').length, marks(points(100), 'title').length]).toEqual([100, 0]);
  });

  test('a histogram stands on zero and reaches the edges of its outer bins', () => {
    const drawn = plot('histogram', [{ label: 'a', x: [0.5, 1.5], y: [8, 10] }]);
    const [fill] = marks(drawn, 'path');
    const [frame] = marks(drawn, 'svg');
    const { width, height } = { width: Number(frame?.attributes.width), height: Number(frame?.attributes.height) };
    // Bins from 0 to 1 and 1 to 2 fill the axis from 0 to 2, and a content of 10 the axis from 0 to 10.
    expect(fill?.attributes.d).toBe(
      `M0,${height * 0.2}L${width / 2},${height * 0.2}L${width / 2},0L${width},0L${width},${height}L${width / 2},${height}L${width / 2},${height}L0,${height}Z`,
    );
  });

  test('bars of several series lie under each other at their category, from zero on', () => {
    const y = { label: '', scale: 'linear' as const, categories: ['jes', 'tes'] };
    const drawn = plot(
      'bars',
      [
        { label: 'up', x: [2, -2], y: [0, 1] },
        { label: 'down', x: [-1, 1], y: [0, 1] },
      ],
      { y },
    );
    const bars = marks(drawn, 'rect').map(({ attributes }) => attributes);
    expect(new Set(bars.map(({ y: top }) => top)).size).toBe(4);
    const [right, left] = bars;
    expect(Number(left?.x) + Number(left?.width)).toBeCloseTo(Number(right?.x), 1);
  });

  test('a matrix has a cell for each pair of names, the stronger the larger its value, which is written in it', () => {
    const named = { label: '', scale: 'linear' as const, categories: ['top', 'W', 'QCD'] };
    const [x, y] = [
      [0, 1, 2, 0, 1, 2, 0, 1, 2],
      [0, 0, 0, 1, 1, 1, 2, 2, 2],
    ];
    const z = [0.9, 0.1, 0, 0.2, 0.7, 0.1, 0, 0, 1];
    const drawn = plot('matrix', [{ label: 'share', x, y, z }], { x: named, y: named });
    const cells = marks(drawn, 'rect').map(({ attributes }) => attributes);
    expect(cells.map(({ fillOpacity }) => Number(fillOpacity))).toEqual(z.map((value): unknown => expect.closeTo(0.9 * value, 2)));
    // Columns from the left to the right, rows from the top down, without a gap.
    const [first, second] = cells;
    expect(Number(second?.x)).toBeCloseTo(Number(first?.x) + Number(first?.width), 1);
    expect(Number(cells[3]?.y)).toBeCloseTo(Number(first?.y) + Number(first?.height), 1);
    const texts = marks(drawn, 'text').map(textOf);
    expect(texts).toEqual(expect.arrayContaining(['0.90', '0.70', '1.00', 'top', 'W', 'QCD']));
    expect(texts.filter((text) => text === 'top')).toHaveLength(2);
  });

  test('a series may be drawn otherwise than its plot, and the ideal of a reliability diagram stands behind it', () => {
    const series = [
      { label: 'a', x: [0, 1], y: [0, 1] },
      { label: 'ideal', x: [0, 1], y: [0, 1], as: 'line' as const },
    ];
    expect([marks(plot('points', series), 'circle').length, marks(plot('points', series), 'path').length]).toEqual([2, 1]);
    const diagonals = (id: string) =>
      marks(plot('points', series, { id }), 'line').filter(({ attributes }) => attributes.strokeDasharray === '3 4');
    expect([diagonals('reliability').length, diagonals('roc').length]).toEqual([1, 0]);
  });

  test('the ideal of a calibration is y = x, also where the axes span other values', () => {
    const drawn = plot('points', [{ label: 'a', x: [0, 1], y: [0.5, 1] }], { id: 'reliability' });
    const ideal = marks(drawn, 'line').find(({ attributes }) => attributes.strokeDasharray === '3 4');
    const axis = marks(drawn, 'line').find(({ attributes }) => attributes.stroke === 'axis' && attributes.x1 === undefined);
    // x runs from 0 to 1 and y from 0.5 to 1: it enters at the floor in the middle.
    const { width, height } = { width: Number(axis?.attributes.x2), height: Number(axis?.attributes.y1) };
    expect(ideal?.attributes).toMatchObject({ x1: expect.closeTo(width / 2, 0), y1: expect.closeTo(height, 0), x2: width, y2: 0 });
  });

  test('sixteen series have styles of their own', () => {
    const styles = Array.from({ length: 16 }, (_, index) => JSON.stringify(seriesStyle(index)));
    expect(new Set(styles).size).toBe(16);
  });
});

describe('text fits', () => {
  test('the numbers of y have the room that they need, whatever they are', () => {
    for (const largest of [1, 0.0005, 99_999, 3e9]) {
      const drawing = drawPlot(plot('line', [{ label: 'a', x: [0, 1], y: [0, largest] }]), size);
      const left = Number(/translate\(([\d.]+)/.exec(String(drawing.attributes.transform))?.[1]);
      const numbers = all(drawing).filter(({ tag, attributes }) => tag === 'text' && attributes.textAnchor === 'end');
      expect(numbers.length).toBeGreaterThan(2);
      // And a line for the name of the axis.
      for (const number of numbers) expect(textWidth(textOf(number)) * 0.9 + 20).toBeLessThan(left);
    }
  });

  test('numbers of x never touch each other', () => {
    const texts = marks(plot('line', [{ label: 'a', x: [10_000, 99_000], y: [0, 1] }]), 'text');
    const numbers = texts.filter(({ attributes }) => attributes.textAnchor === 'middle' && attributes.fill === undefined);
    const spans = numbers.map((mark) => ({ at: Number(mark.attributes.x), half: textWidth(textOf(mark)) / 2 }));
    expect(spans.length).toBeGreaterThan(2);
    for (const [index, { at, half }] of spans.entries())
      expect(at - half).toBeGreaterThan((spans[index - 1]?.at ?? -99) + (spans[index - 1]?.half ?? 0));
  });

  test('a name that is too long for the axis is cut', () => {
    const y = { label: '', scale: 'linear' as const, categories: ['short', 'a name that is much longer than any axis has room for'] };
    const texts = marks(plot('bars', [{ label: 'a', x: [1, 2], y: [0, 1] }], { y }), 'text').map(textOf);
    expect(texts).toEqual(expect.arrayContaining(['short', expect.stringMatching(/^a name that is.*…$/)]));
  });
});

describe('a plot as a file', () => {
  test('has its title, note and the names of its series, and nothing of them is markup', () => {
    const series = [
      { label: 'a < b', x: [0, 1], y: [0, 1] },
      { label: '"c" & d', x: [0, 1], y: [1, 0] },
    ];
    const svg = plotSvg(plot('line', series, { title: 'Cut <script>', note: 'n & m', y: { label: '1/eps_B', scale: 'linear' } }));
    expect(svg).not.toContain('<script>');
    for (const text of [
      'Cut &lt;script&gt;',
      'a &lt; b',
      '&quot;c&quot; &amp; d',
      '<desc>n &amp; m</desc>',
      'stroke-dasharray="6 3"',
      '1/ε<tspan',
    ])
      expect(svg).toContain(text);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('names of series that have no room beside the title go under it, and push the drawing down', () => {
    const named = (label: string) =>
      plotSvg(
        plot(
          'line',
          ['1', '2', '3'].map((number) => ({ label: `${label} ${number}`, x: [0, 1], y: [0, 1] })),
        ),
      );
    const top = (svg: string) => Number(/<g transform="translate\(0 (\d+)\)">/.exec(svg)?.[1]);
    expect(top(named('a series with quite a long name of its own'))).toBeGreaterThan(top(named('a')));
  });
});
