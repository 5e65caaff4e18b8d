import type { Axis } from './axis';
import type { Frame } from './frame';
import { mark } from './mark';
import type { Mark } from './mark';
import { rounded } from './numbers';
import { fitText, textSize, textWidth, typeset } from './text';
import type { TextPart } from './text';
import { textMark } from './text-mark';

/** The space between an axis and its tick labels. */
const tickGap = 8;
const rightMargin = 14;
/** The height of a line of text, with the space around it. */
const lineHeight = 18;
/** The maximum width of the tick labels of y; longer names are truncated. */
const maxLabelWidth = 160;

export interface AxisNames {
  x: string;
  y: string;
}

export interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** The margins that the tick labels and the names of both axes need. */
export function marginOf(y: Axis, names: AxisNames): Margin {
  const widest = Math.max(0, ...y.ticks.map(({ label }) => (label ? widthOf(label) : 0)));
  const numbers = Math.ceil(Math.min(widest, maxLabelWidth)) + tickGap;
  return { top: 10, right: rightMargin, bottom: names.x ? 46 : 26, left: numbers + (names.y ? lineHeight + 6 : 2) };
}

/** The ticks, tick labels and names of both axes around a frame, and the grid behind it. */
export function axesMarks(frame: Frame, names: AxisNames, hasGrid = true): Mark {
  const { y, width, height } = frame;
  const left = marginOf(y, names).left;
  const middle = { x: width / 2, y: height / 2 };
  return mark('g', { fontSize: textSize, fill: 'muted' }, [
    ...y.ticks.flatMap((tick) => yTick(tick, rounded((1 - y.at(tick.value)) * height), hasGrid ? width : 0)),
    ...xTicks(frame),
    mark('line', { x2: width, y1: height, y2: height, stroke: 'axis' }),
    ...(names.x ? [textMark(typeset(names.x), { x: middle.x, y: height + 39, textAnchor: 'middle', fill: 'text' })] : []),
    ...(names.y
      ? [
          textMark(typeset(names.y), {
            transform: `translate(${textSize - left} ${middle.y}) rotate(-90)`,
            textAnchor: 'middle',
            fill: 'text',
          }),
        ]
      : []),
  ]);
}

function yTick({ label }: Axis['ticks'][number], at: number, gridWidth: number): Mark[] {
  if (!label) return [mark('line', { x1: -3, x2: 0, y1: at, y2: at, stroke: 'axis' })];
  return [
    mark('line', { x1: gridWidth > 0 ? 0 : -4, x2: gridWidth, y1: at, y2: at, stroke: 'grid' }),
    textMark(truncate(label, maxLabelWidth), { x: -tickGap, y: rounded(at + 0.34 * textSize), textAnchor: 'end' }),
  ];
}

/** Numbers that would touch the previous number are left out; names are truncated to the width of their category. */
function xTicks({ x, width, height }: Frame): Mark[] {
  let taken = -Infinity;
  return x.ticks.flatMap(({ value, label: whole }) => {
    const at = rounded(x.at(value) * width);
    const stroke = mark('line', { x1: at, x2: at, y1: height, y2: height + (whole ? 5 : 3), stroke: 'axis' });
    if (!whole) return [stroke];
    const label = x.isNamed ? truncate(whole, width / x.ticks.length - 4) : whole;
    const half = widthOf(label) / 2;
    if (!x.isNamed && at - half < taken + 4) return [stroke];
    taken = at + half;
    // The last label must not extend beyond the edge of the drawing.
    const middle = Math.min(at, rounded(width + rightMargin - half));
    return [stroke, textMark(label, { x: middle, y: height + lineHeight, textAnchor: 'middle' })];
  });
}

function widthOf(label: readonly TextPart[]): number {
  return label.reduce((sum, { text, place }) => sum + textWidth(text) * (place === 'line' ? 1 : 0.76), 0);
}

/** Truncates a label that is wider than `room`. Labels of several parts, which are numbers, are never truncated. */
function truncate(label: readonly TextPart[], room: number): readonly TextPart[] {
  const [only] = label;
  return label.length === 1 && only && widthOf(label) > room ? [{ ...only, text: fitText(only.text, room) }] : label;
}
