import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { axesMarks, fixedAxis, linePath, marginOf, mark, place, svgFile, type Frame } from '@unblind/plots';
import { generateTrackerEvent, nominalTracker, type TrackerHit } from '@unblind/simulation';
import { challengesRoot } from '../challenge-folder';

const size = { width: 560, height: 438 };
/** The height of the title. */
const head = 24;

interface View {
  title: string;
  labels: readonly [string, string];
  /** mm */
  x: readonly [number, number];
  y: readonly [number, number];
  at: (hit: TrackerHit) => readonly [number, number];
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

/** Regenerates the drawings of one event, in two projections. */
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
  const names = { x: labels[0], y: labels[1] };
  const up = fixedAxis(...y);
  const margin = marginOf(up, names);
  const [width, height] = [size.width - margin.left - margin.right, size.height - head - margin.top - margin.bottom];
  const frame: Frame = { x: fixedAxis(...x), y: up, width, height };
  const points = (wanted: readonly TrackerHit[]) => wanted.map((hit) => place(frame, ...at(hit)));
  // A line of zero length with round ends is drawn as a dot.
  const dots = (wanted: readonly TrackerHit[]) =>
    points(wanted)
      .map((point) => (point ? `M${point.x.toFixed(1)} ${point.y.toFixed(1)}h0` : ''))
      .join('');
  const tracks = [...shown].map((id) => {
    const own = hits.filter(({ particleId }) => particleId === id).sort((a, b) => distance(a) - distance(b));
    return mark('path', { d: linePath(points(own)), fill: 'none', stroke: 'series-1', strokeOpacity: 0.5 });
  });
  const [near, far] = [hits.filter(({ particleId }) => shown.has(particleId)), hits.filter(({ particleId }) => !shown.has(particleId))];
  return svgFile({ title, ...size }, [
    mark('text', { x: margin.left, y: 18, fontSize: 14, fontWeight: 600 }, [title]),
    mark('g', { transform: `translate(${margin.left} ${margin.top + head})` }, [
      axesMarks(frame, names),
      mark('path', { d: dots(far), stroke: 'muted', strokeOpacity: 0.45, strokeWidth: 1.6, strokeLinecap: 'round' }),
      ...tracks,
      mark('path', { d: dots(near), stroke: 'series-1', strokeWidth: 4, strokeLinecap: 'round' }),
    ]),
  ]);
}

const distance = ({ x, y, z }: TrackerHit): number => Math.hypot(x, y, z);

void makeFigures();
