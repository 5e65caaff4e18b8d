import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateTrackerEvent, nominalTracker, type TrackerHit } from '@unblind/simulation';
import { challengesRoot } from '../challenge-folder';
import { figureColours, svg } from '../svg-figure';

const size = { width: 560, height: 400 };
const frame = { left: 52, right: 12, top: 30, bottom: 44 };

interface View {
  title: string;
  labels: readonly [string, string];
  /** mm */
  x: readonly [number, number];
  y: readonly [number, number];
  at(hit: TrackerHit): readonly [number, number];
}

const views: Record<string, View> = {
  'along-the-beam': {
    title: 'Hits of one event, seen along the beam',
    labels: ['x, mm', 'y, mm'],
    x: [-1480, 1480],
    y: [-1080, 1080],
    at: ({ x, y }) => [x, y],
  },
  layers: {
    title: 'The same hits in z and radius',
    labels: ['z, mm', 'radius, mm'],
    x: [-3050, 3050],
    y: [0, 1080],
    at: ({ x, y, z }) => [z, Math.hypot(x, y)],
  },
};

/** Draws one event again, seen from two sides. */
async function makeFigures(): Promise<void> {
  const folder = join(challengesRoot, 'trackml/pages/figures');
  await mkdir(folder, { recursive: true });
  const { hits, particles } = generateTrackerEvent(2018, 0, { ...nominalTracker, particles: 300, vertices: 6 });
  const momentum = ({ px, py }: { px: number; py: number }) => Math.hypot(px, py);
  const fastest = particles.filter((particle) => particle.hits >= 6).sort((a, b) => momentum(b) - momentum(a));
  const shown = new Set(fastest.slice(0, 12).map(({ id }) => id));
  for (const [name, view] of Object.entries(views)) await writeFile(join(folder, `${name}.svg`), draw(view, hits, shown));
}

function draw({ title, labels, x, y, at }: View, hits: readonly TrackerHit[], shown: ReadonlySet<bigint>): string {
  const toX = (value: number) => frame.left + ((value - x[0]) / (x[1] - x[0])) * (size.width - frame.left - frame.right);
  const toY = (value: number) => size.height - frame.bottom - ((value - y[0]) / (y[1] - y[0])) * (size.height - frame.top - frame.bottom);
  const point = (hit: TrackerHit): string => {
    const [across, up] = at(hit);
    return `${toX(across).toFixed(1)} ${toY(up).toFixed(1)}`;
  };
  // A line of no length with round ends is a dot.
  const dots = (wanted: readonly TrackerHit[]) => wanted.map((hit) => `M${point(hit)}h0`).join('');
  const tracks = [...shown].map((id) => {
    const own = hits.filter(({ particleId }) => particleId === id).sort((a, b) => distance(a) - distance(b));
    return `<path d="M${own.map(point).join('L')}" fill="none" stroke="${figureColours.signal}" stroke-opacity="0.5"/>`;
  });
  const [near, far] = [hits.filter(({ particleId }) => shown.has(particleId)), hits.filter(({ particleId }) => !shown.has(particleId))];
  const axis = (value: number, isX: boolean) =>
    isX
      ? `<text x="${toX(value).toFixed(1)}" y="${size.height - frame.bottom + 18}" text-anchor="middle">${value}</text>`
      : `<text x="${frame.left - 8}" y="${(toY(value) + 4).toFixed(1)}" text-anchor="end">${value}</text>`;
  const ticks = (range: readonly [number, number], isX: boolean) =>
    [-3000, -2000, -1000, -500, 0, 500, 1000, 2000, 3000]
      .filter((value) => value >= range[0] && value <= range[1] && (range[1] < 2000 || value % 1000 === 0))
      .map((value) => axis(value, isX));
  return svg(
    title,
    [
      `<text x="${frame.left}" y="18" font-size="14" font-weight="600">${title}</text>`,
      `<path d="${dots(far)}" stroke="${figureColours.text}" stroke-opacity="0.45" stroke-width="1.6" stroke-linecap="round"/>`,
      ...tracks,
      `<path d="${dots(near)}" stroke="${figureColours.signal}" stroke-width="4" stroke-linecap="round"/>`,
      ...ticks(x, true),
      ...ticks(y, false),
      `<text x="${size.width / 2}" y="${size.height - 8}" text-anchor="middle">${labels[0]}</text>`,
      `<text transform="translate(12 ${size.height / 2}) rotate(-90)" text-anchor="middle">${labels[1]}</text>`,
    ],
    size,
  );
}

const distance = ({ x, y, z }: TrackerHit): number => Math.hypot(x, y, z);

void makeFigures();
