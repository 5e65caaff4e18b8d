import type { Plot } from '@unblind/contracts';
import { bandPath, linePath, pointsOf, stepPath } from './series-path';
import type { Frame, Point, Series } from './series-path';
import { seriesStyle } from './series-style';

interface Props {
  series: Series;
  kind: Plot['kind'];
  frame: Frame;
  index: number;
}

/** One series: a line with its band, points with their error bars, or the steps of a histogram. */
export function SeriesView({ series, kind, frame, index }: Props) {
  const { stroke, fill, dash } = seriesStyle(index);
  const lower = series.low ? pointsOf(series, series.low, frame) : null;
  const upper = series.high ? pointsOf(series, series.high, frame) : null;
  if (kind === 'points') return <Points series={series} lower={lower} upper={upper} frame={frame} index={index} />;
  if (kind === 'histogram' || kind === 'step') {
    const steps = stepPath(series, frame);
    return (
      <>
        {kind === 'histogram' && (
          <path d={`${steps}V${frame.height}H${steps.slice(1, steps.indexOf(' '))}Z`} className={fill} fillOpacity={0.1} />
        )}
        <path d={steps} className={stroke} fill="none" strokeWidth={1.75} strokeDasharray={dash} />
      </>
    );
  }
  return (
    <>
      {lower && upper && <path d={bandPath(lower, upper)} className={fill} fillOpacity={0.18} />}
      <path d={linePath(pointsOf(series, series.y, frame))} className={stroke} fill="none" strokeWidth={2} strokeDasharray={dash} />
    </>
  );
}

type Line = (Point | null)[] | null;

function Points({ series, lower, upper, frame, index }: { series: Series; lower: Line; upper: Line; frame: Frame; index: number }) {
  const { stroke, fill } = seriesStyle(index);
  return pointsOf(series, series.y, frame).map((point, at) => {
    if (!point) return null;
    const [low, high] = [lower?.[at], upper?.[at]];
    return (
      <g key={at}>
        {low && high && <line x1={point.x} x2={point.x} y1={low.y} y2={high.y} className={stroke} strokeWidth={1.5} />}
        <circle cx={point.x} cy={point.y} r={3.5} className={fill} />
      </g>
    );
  });
}
