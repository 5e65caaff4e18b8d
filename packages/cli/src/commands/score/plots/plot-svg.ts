import type { Plot } from '@unblind/contracts';
import { type Axis, axisOver } from './axis';

const [width, height] = [640, 420];
const frame = { left: 70, right: 20, top: 40, bottom: 56 };
const colours = ['#2f86d6', '#d9822b', '#3a9a5b', '#8e5bc0', '#c04b58'];
const ink = '#7d828c';

/** A plain picture of a plot: axes, one colour per series, bands or error bars where a series has them. */
export function plotSvg({ title, kind, x, y, series, note }: Plot): string {
  const finite = (values: readonly number[]) => values.filter(Number.isFinite);
  const xAxis = axisOver(x.scale, finite(series.flatMap((one) => one.x)));
  const heights = series.flatMap((one) => [...one.y, ...(one.low ?? []), ...(one.high ?? [])]);
  const yAxis = axisOver(y.scale, finite(kind === 'histogram' ? [0, ...heights] : heights));
  const shapes = series.map((one, i) => shapesOf(kind, one, pointsBetween(xAxis, yAxis), colours[i % colours.length] ?? ink));
  const legend = series.map(
    ({ label }, i) =>
      `<text x="${width - frame.right - 8}" y="${frame.top + 16 + 16 * i}" ${end} fill="${colours[i % colours.length]}">${escaped(label)}</text>`,
  );
  const middle = (frame.left + width - frame.right) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>${note ? `<desc>${escaped(note)}</desc>` : ''}<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${frame.left}" y="24" font-size="14" font-weight="600">${escaped(title)}</text>`,
    ...ticksOf(xAxis, yAxis),
    ...shapes,
    ...legend,
    `<text x="${middle}" y="${height - 14}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(18 ${(frame.top + height - frame.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    '</svg>\n',
  ].join('\n');
}

const end = 'text-anchor="end"';
const left = (at: number) => round(frame.left + at * (width - frame.left - frame.right));
const top = (at: number) => round(height - frame.bottom - at * (height - frame.top - frame.bottom));

function ticksOf(xAxis: Axis, yAxis: Axis): string[] {
  const grid = (path: string) => `<path d="${path}" stroke="${ink}" stroke-opacity="0.25"/>`;
  const [bottom, beginning] = [top(0), left(0)];
  return [
    ...xAxis.ticks.map(
      ({ at, label }) =>
        `${grid(`M${left(at)} ${bottom}V${top(1)}`)}<text x="${left(at)}" y="${bottom + 18}" text-anchor="middle">${label}</text>`,
    ),
    ...yAxis.ticks.map(
      ({ at, label }) =>
        `${grid(`M${beginning} ${top(at)}H${left(1)}`)}<text x="${beginning - 8}" y="${top(at) + 4}" ${end}>${label}</text>`,
    ),
  ];
}

type Place = (x: number, y: number) => { x: number; y: number } | null;

/** Null for a point that has no place: not finite, or not positive on a logarithmic axis. */
function pointsBetween(xAxis: Axis, yAxis: Axis): Place {
  return (x, y) => {
    const [across, up] = [xAxis.at(x), yAxis.at(y)];
    if (across === null || up === null || !Number.isFinite(across) || !Number.isFinite(up)) return null;
    return { x: left(across), y: top(up) };
  };
}

function shapesOf(kind: Plot['kind'], { x, y, low, high }: Plot['series'][number], place: Place, colour: string): string {
  const line = (values: readonly number[]) => x.flatMap((value, i) => place(value, values[i] ?? NaN) ?? []);
  const points = line(y);
  if (kind === 'points' || points.length === 1) {
    const bars = x.map((value, i) => {
      const [from, to] = [place(value, low?.[i] ?? NaN), place(value, high?.[i] ?? NaN)];
      return from && to ? `<path d="M${from.x} ${from.y}V${to.y}" stroke="${colour}"/>` : '';
    });
    return points.map((point) => `<circle cx="${point.x}" cy="${point.y}" r="3" fill="${colour}"/>`).join('') + bars.join('');
  }
  const stepped = kind !== 'line';
  const band = low && high ? [...line(high), ...line(low).reverse()] : [];
  const shade = band.length ? `<path d="${pathOf(band, false)}Z" fill="${colour}" fill-opacity="0.18"/>` : '';
  return `${shade}<path d="${pathOf(points, stepped)}" fill="none" stroke="${colour}" stroke-width="1.6"/>`;
}

function pathOf(points: readonly { x: number; y: number }[], stepped: boolean): string {
  if (!stepped) return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  // The x of a histogram are the centres of its bins.
  const steps = points.map(({ x, y }, i) => (i === 0 ? `M${x} ${y}` : `H${round((x + (points[i - 1]?.x ?? x)) / 2)}V${y}`));
  return `${steps.join('')}H${points.at(-1)?.x ?? 0}`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
