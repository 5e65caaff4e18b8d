import { describeMetric, drawnAt, orderText, plainText } from '@unblind/contracts';
import type { ChallengeKind, LandscapePoint, LandscapeView } from '@unblind/contracts';
import { axesMarks, boundAt, place, textSize } from '@unblind/plots';
import type { Frame } from '@unblind/plots';
import { MarkView } from '@/features/plots/mark-view';
import { frameOf, frontPath } from './frame-of';
import { placeLabels } from './place-labels';
import type { Label } from './place-labels';

/** One drawing for narrow screens and one for wide screens, so that text keeps its size. */
const sizes = [
  { width: 390, height: 330, shown: 'sm:hidden' },
  { width: 880, height: 470, shown: 'hidden sm:block' },
] as const;

/** Quality against cost as SVG: points with their intervals, and the Pareto front. */
export function LandscapeFigure({ kind, view }: { kind: ChallengeKind; view: LandscapeView }) {
  const title = (axis: 'x' | 'y') => plainText(describeMetric(kind, view[axis].name).title);
  const named = (axis: 'x' | 'y'): string => {
    const { name, order } = view[axis];
    const { title: metricTitle, unit } = describeMetric(kind, name);
    return `${metricTitle}${unit ? ` in ${unit}` : ''} (${orderText(order === 'desc' ? 'higher' : 'lower')})`;
  };
  return (
    <figure className="rounded-xl border border-line bg-surface p-3 sm:p-5">
      {sizes.map(({ width, height, shown }) => {
        const names = { x: named('x'), y: width > 500 ? named('y') : describeMetric(kind, view.y.name).symbol };
        const { frame, margin } = frameOf(view, { width, height }, names);
        return (
          <svg
            key={width}
            viewBox={`0 0 ${width} ${height}`}
            role="group"
            aria-label={`${title('y')} against ${title('x')}, ${view.points.length} entries`}
            className={`numeric h-auto w-full ${shown}`}
          >
            <g transform={`translate(${margin.left} ${margin.top})`}>
              <MarkView mark={axesMarks(frame, names)} />
              <Marks view={view} frame={frame} />
            </g>
          </svg>
        );
      })}
      <Key hasPublished={view.published.length > 0} />
    </figure>
  );
}

function Marks({ view, frame }: { view: LandscapeView; frame: Frame }) {
  const placed = view.points.flatMap((point) => {
    const at = place(frame, drawnAt(point.x) ?? NaN, drawnAt(point.y) ?? NaN);
    return at ? [{ point, ...at }] : [];
  });
  const papers = view.published.flatMap((result) => {
    const at = place(frame, result.x, result.y);
    return at ? [{ result, ...at }] : [];
  });
  // The front is labelled first, because readers look for it.
  const named = [
    ...placed.filter(({ point }) => point.onFront).map(({ point, x, y }) => ({ text: point.method, x, y })),
    ...placed.filter(({ point }) => !point.onFront).map(({ point, x, y }) => ({ text: point.method, x, y })),
    ...papers.map(({ result, x, y }) => ({ text: result.name, x, y })),
  ].map((each) => ({ ...each, text: each.text.length > 28 ? `${each.text.slice(0, 27)}…` : each.text }));
  return (
    <>
      <path d={frontPath(view, frame)} fill="none" className="stroke-accent/60" strokeWidth={1.5} strokeDasharray="5 4" />
      {papers.map(({ result, x, y }) => (
        <path
          key={`${result.name} ${result.source}`}
          d={`M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z`}
          className="fill-surface stroke-muted"
          strokeWidth={1.25}
        >
          <title>{`${result.name}, published (${result.source})`}</title>
        </path>
      ))}
      {placed.map(({ point, x, y }) => (
        <Mark key={point.evaluationId} point={point} x={x} y={y} frame={frame} />
      ))}
      {placeLabels(named, frame).map((label, at) => label && <Name key={at} label={label} />)}
    </>
  );
}

function Mark({ point, x, y, frame }: { point: LandscapePoint; x: number; y: number; frame: Frame }) {
  const colour = point.baseline ? 'stroke-series-2 fill-series-2' : 'stroke-series-1 fill-series-1';
  const across = (value: number) => boundAt(frame.x, value) * frame.width;
  const up = (value: number) => (1 - boundAt(frame.y, value)) * frame.height;
  const { low: left, high: right } = point.x;
  const { low, high } = point.y;
  return (
    <a href={`/submissions/${point.submissionId}`} aria-label={point.method}>
      <title>{`${point.method}, ${point.participant.handle}${point.hardware ? `, timed on ${point.hardware}` : ''}`}</title>
      {left !== null && right !== null && <line x1={across(left)} x2={across(right)} y1={y} y2={y} className={colour} strokeWidth={1.5} />}
      {low !== null && high !== null && <line x1={x} x2={x} y1={up(low)} y2={up(high)} className={colour} strokeWidth={1.5} />}
      <circle cx={x} cy={y} r={point.onFront ? 5 : 3.5} className={colour} fillOpacity={point.onFront ? 1 : 0.45} strokeWidth={1.25} />
    </a>
  );
}

function Name({ label: { text, x, y, anchor } }: { label: Label }) {
  return (
    // A halo keeps the text legible where the line of the front crosses it.
    <text
      x={x}
      y={y}
      dy="0.32em"
      textAnchor={anchor}
      className="fill-ink stroke-surface"
      fontSize={textSize}
      strokeWidth={4}
      paintOrder="stroke"
    >
      {text}
    </text>
  );
}

function Key({ hasPublished }: { hasPublished: boolean }) {
  const entries = [
    { text: 'Entry', colour: 'fill-series-1', opacity: 0.45 },
    { text: 'Baseline', colour: 'fill-series-2', opacity: 0.45 },
  ];
  return (
    <figcaption className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
      {entries.map(({ text, colour, opacity }) => (
        <span key={text} className="flex items-center gap-1.5">
          <svg width="10" height="10" aria-hidden>
            <circle cx="5" cy="5" r="4" className={colour} fillOpacity={opacity} />
          </svg>
          {text}
        </span>
      ))}
      <span className="flex items-center gap-1.5">
        <svg width="22" height="10" aria-hidden>
          <line x1="0" x2="22" y1="5" y2="5" className="stroke-accent/60" strokeWidth="1.5" strokeDasharray="5 4" />
          <circle cx="11" cy="5" r="4.5" className="fill-series-1" />
        </svg>
        Front: no entry is at least as good in both and better in one
      </span>
      {hasPublished && (
        <span className="flex items-center gap-1.5">
          <svg width="10" height="10" aria-hidden>
            <path d="M5 0.7L9.3 5L5 9.3L0.7 5Z" className="fill-surface stroke-muted" strokeWidth="1.25" />
          </svg>
          Published, not measured here
        </span>
      )}
    </figcaption>
  );
}
