import type { Axis } from './axis';
import type { Frame } from './frame';
import { mark } from './mark';
import type { Mark } from './mark';
import { places } from './numbers';
import { fitText, textSize, textWidth, typeset } from './text';
import type { TextPart } from './text';
import { textMark } from './text-mark';

/** Between an axis and its numbers. */
const tickGap = 8;
const rightMargin = 14;
/** A line of text, with the space around it. */
const lineHeight = 18;
/** Of the numbers of y, at most; longer names are cut. */
const mostForNames = 160;

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

/** The room that the numbers and the names of both axes take. */
export function marginOf(y: Axis, names: AxisNames): Margin {
  const widest = Math.max(0, ...y.ticks.map(({ label }) => (label ? widthOf(label) : 0)));
  const numbers = Math.ceil(Math.min(widest, mostForNames)) + tickGap;
  return { top: 10, right: rightMargin, bottom: names.x ? 46 : 26, left: numbers + (names.y ? lineHeight + 6 : 2) };
}

/** Ticks, numbers and names of both axes, around a frame, and the grid behind it. */
export function axesMarks(frame: Frame, names: AxisNames, hasGrid = true): Mark {
  const { y, width, height } = frame;
  const left = marginOf(y, names).left;
  const middle = { x: width / 2, y: height / 2 };
  return mark('g', { fontSize: textSize, fill: 'muted' }, [
    ...y.ticks.flatMap((tick) => yTick(tick, places((1 - y.at(tick.value)) * height), hasGrid ? width : 0)),
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
    textMark(cut(label, mostForNames), { x: -tickGap, y: places(at + 0.34 * textSize), textAnchor: 'end' }),
  ];
}

/** Numbers that would touch the one before them are left out; names are cut to the room of their category. */
function xTicks({ x, width, height }: Frame): Mark[] {
  let taken = -Infinity;
  return x.ticks.flatMap(({ value, label: whole }) => {
    const at = places(x.at(value) * width);
    const stroke = mark('line', { x1: at, x2: at, y1: height, y2: height + (whole ? 5 : 3), stroke: 'axis' });
    if (!whole) return [stroke];
    const label = x.isNamed ? cut(whole, width / x.ticks.length - 4) : whole;
    const half = widthOf(label) / 2;
    if (!x.isNamed && at - half < taken + 4) return [stroke];
    taken = at + half;
    // The last one ends at the drawing's edge.
    const middle = Math.min(at, places(width + rightMargin - half));
    return [stroke, textMark(label, { x: middle, y: height + lineHeight, textAnchor: 'middle' })];
  });
}

function widthOf(label: readonly TextPart[]): number {
  return label.reduce((sum, { text, place }) => sum + textWidth(text) * (place === 'line' ? 1 : 0.76), 0);
}

/** A name that has no room is cut; a number never is. */
function cut(label: readonly TextPart[], room: number): readonly TextPart[] {
  const [only] = label;
  return label.length === 1 && only && widthOf(label) > room ? [{ ...only, text: fitText(only.text, room) }] : label;
}
