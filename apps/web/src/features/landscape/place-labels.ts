import { textWidth } from '@unblind/plots';
import type { Point } from '@unblind/plots';

export interface Label {
  text: string;
  x: number;
  y: number;
  anchor: 'start' | 'end' | 'middle';
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const gap = 9;
const line = 13;

const sides: readonly { anchor: Label['anchor']; dx: number; dy: number }[] = [
  { anchor: 'start', dx: gap, dy: 0 },
  { anchor: 'end', dx: -gap, dy: 0 },
  { anchor: 'middle', dx: 0, dy: -gap - 2 },
  { anchor: 'middle', dx: 0, dy: gap + 4 },
  { anchor: 'start', dx: gap, dy: -gap },
  { anchor: 'end', dx: -gap, dy: gap },
];

/** Places names beside their points, in order, where they cover no point and no other name; null if there is no room for a name. */
export function placeLabels(
  named: readonly (Point & { text: string })[],
  { width, height }: { width: number; height: number },
): (Label | null)[] {
  const taken: Box[] = named.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
  return named.map(({ x, y, text }, own) => {
    for (const { anchor, dx, dy } of sides) {
      const label: Label = { text, anchor, x: x + dx, y: y + dy };
      const box = boxOf(label);
      const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      if (!inside || taken.some((other, at) => at !== own && overlap(box, other))) continue;
      taken.push(box);
      return label;
    }
    return null;
  });
}

function boxOf({ text, x, y, anchor }: Label): Box {
  const length = textWidth(text);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - length : x - length / 2;
  return { left, right: left + length, top: y - line / 2, bottom: y + line / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
