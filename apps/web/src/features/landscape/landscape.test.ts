import type { LandscapePoint, LandscapeView } from '@unblind/contracts';
import { frameOf, frontPath } from './frame-of';
import { placeLabels } from './place-labels';

const number = (value: number, error = 0) => ({ name: 'n', value, low: value - error, high: value + error, method: 'test' });
const point = (x: number, y: number, onFront: boolean): LandscapePoint => ({
  submissionId: '',
  evaluationId: '',
  method: 'A',
  participant: { handle: 'a', name: 'A' },
  baseline: false,
  unsafe: false,
  hardware: null,
  x: number(x, 1),
  y: number(y, 0.05),
  onFront,
  parameters: null,
  flops: null,
  modelBytes: null,
  measured: [],
});
const view = (order: 'asc' | 'desc', points: LandscapePoint[]): LandscapeView => ({
  challenge: 'c',
  phase: 'p',
  simulated: true,
  openTruth: false,
  blinded: false,
  x: { name: 'x', order },
  y: { name: 'y', order: 'desc' },
  choices: { x: [], y: [] },
  hardware: { classes: [], shown: null },
  points,
  missing: 0,
  published: [],
});

test('the frame holds every point with its error bars; an axis over decades is logarithmic', () => {
  const names = { x: 'x', y: 'y' };
  const { frame: near } = frameOf(view('desc', [point(2, 0.9, true), point(4, 0.8, true)]), { width: 300, height: 200 }, names);
  expect([near.x.log, near.x.min <= 1, near.x.max >= 5, near.y.min <= 0.75, near.y.max >= 0.95]).toEqual([false, true, true, true, true]);
  const { frame: far } = frameOf(view('asc', [point(2, 0.9, true), point(4000, 0.8, true)]), { width: 300, height: 200 }, names);
  expect([far.x.log, far.x.min, far.x.max]).toEqual([true, 1, 10_000]);
});

test('the front steps on the side that entries have reached', () => {
  const draw = (order: 'asc' | 'desc', points: LandscapePoint[]) =>
    frontPath(view(order, points), {
      x: { log: false, isNamed: false, min: 0, max: 1, ticks: [], at: (value) => value },
      width: 10,
      height: 10,
      y: { log: false, isNamed: false, min: 0, max: 1, ticks: [], at: (value) => value },
    });
  // Best quality is slow: down at its speed, then along. And: good quality at a cost, along first, then up.
  expect(draw('desc', [point(0.2, 0.9, true), point(0.5, 0.5, false), point(0.8, 0.4, true)])).toBe('M2,1L2,6L8,6');
  expect(draw('asc', [point(0.8, 0.9, true), point(0.2, 0.4, true)])).toBe('M2,6L8,6L8,1');
});

test('names lie beside their points, inside the frame, over nothing; where there is no room there is none', () => {
  const frame = { width: 200, height: 100 };
  const [left, right] = placeLabels(
    [
      { x: 20, y: 50, text: 'A name' },
      { x: 190, y: 20, text: 'Another' },
    ],
    frame,
  );
  expect([left?.anchor, right?.anchor]).toEqual(['start', 'end']);
  const crowd = Array.from({ length: 30 }, (_, at) => ({ x: 100 + (at % 6), y: 50 + Math.floor(at / 6), text: 'Crowded name' }));
  expect(placeLabels(crowd, frame).filter((label) => label !== null).length).toBeLessThan(8);
});
