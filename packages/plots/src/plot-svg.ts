import type { Plot } from '@unblind/contracts';
import { drawPlot } from './draw-plot';
import type { Size } from './draw-plot';
import { mark } from './mark';
import type { Mark } from './mark';
import { seriesStyle } from './series-style';
import { svgFile } from './svg';
import { textWidth, typeset } from './text';
import { textMark } from './text-mark';

const edge = 14;
const titleSize = 14;
const lineHeight = 18;
const swatch = 22;

/** A plot as an SVG file: the title, a legend if there are several series, and the drawing. */
export function plotSvg(plot: Plot, { width, height }: Size = { width: 560, height: 360 }): string {
  const labels = plot.series.length > 1 ? plot.series.map(({ label }) => label) : [];
  const legend = legendMarks(labels, { from: 2 * edge + textWidth(plot.title, titleSize), to: width - edge });
  const top = 12 + lineHeight * legend.lines;
  return svgFile({ title: plot.title, note: plot.note, width, height }, [
    mark('text', { x: edge, y: 20, fontSize: titleSize, fontWeight: 600 }, [plot.title]),
    ...legend.marks,
    mark('g', { transform: `translate(0 ${top})` }, [drawPlot(plot, { width, height: height - top })]),
  ]);
}

/** The legend: to the right of the title if there is room, otherwise in lines below it. */
function legendMarks(labels: readonly string[], beside: { from: number; to: number }): { marks: Mark[]; lines: number } {
  const widths = labels.map((label) => swatch + 6 + textWidth(label) + edge);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const isBeside = total <= beside.to - beside.from;
  let pen = { x: isBeside ? beside.to - total + edge : edge, line: isBeside ? 0 : 1 };
  const marks = labels.map((label, index) => {
    const width = widths[index] ?? 0;
    if (pen.line > 0 && pen.x > edge && pen.x + width > beside.to) pen = { x: edge, line: pen.line + 1 };
    const entry = legendEntry(label, index, { x: pen.x, y: 20 + lineHeight * pen.line });
    pen = { ...pen, x: pen.x + width };
    return entry;
  });
  return { marks, lines: 1 + (labels.length > 0 ? pen.line : 0) };
}

function legendEntry(label: string, index: number, { x, y }: { x: number; y: number }): Mark {
  const { ink, dash } = seriesStyle(index);
  return mark('g', {}, [
    mark('line', { x1: x, x2: x + swatch, y1: y - 4, y2: y - 4, stroke: ink, strokeWidth: 2, strokeDasharray: dash }),
    textMark(typeset(label), { x: x + swatch + 6, y }),
  ]);
}
