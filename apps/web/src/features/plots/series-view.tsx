import type { Plot } from '@unblind/contracts';
import { bandPath, linePath, pointsOf, stepPath, stepPoints } from './series-path';
import type { Frame, Point, Series } from './series-path';
import { seriesStyle } from './series-style';

interface Props {
  series: Series;
  kind: Plot['kind'];
  frame: Frame;
  index: number;
}

/** One series: a line with its band, points with their error bars, lying bars, or the steps of a histogram. */
export function SeriesView({ series, kind: ofPlot, frame, index }: Props) {
  const kind = series.as ?? ofPlot;
  const { stroke, fill, dash } = seriesStyle(index);
  const lower = series.low ? pointsOf(series, series.low, frame) : null;
  const upper = series.high ? pointsOf(series, series.high, frame) : null;
  if (kind === 'points') return <Points series={series} lower={lower} upper={upper} frame={frame} index={index} />;
  if (kind === 'bars') return <Bars series={series} frame={frame} index={index} />;
  if (kind === 'histogram' || kind === 'step') {
    const steps = stepPath(series, frame);
    const [floor, ceiling] = [series.low, series.high].map((y) => y && stepPoints({ ...series, y }, frame));
    return (
      <>
        {floor && ceiling && <path d={bandPath(floor, ceiling)} className={fill} fillOpacity={0.22} />}
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

/** From here on points are drawn small. */
const crowd = 40;

/** From 0 to x, a thin one for each series of a category. */
function Bars({ series, frame, index }: { series: Series; frame: Frame; index: number }) {
  const { stroke, fill } = seriesStyle(index);
  const zero = frame.x.at(0) * frame.width;
  return pointsOf(series, series.y, frame).map((point, at) => {
    if (!point) return null;
    const top = point.y + (index === 0 ? -barHeight - 1 : 1);
    return (
      <rect
        key={at}
        x={Math.min(zero, point.x)}
        y={top}
        width={Math.abs(point.x - zero)}
        height={barHeight}
        className={`${fill} ${stroke}`}
        fillOpacity={index === 0 ? 0.8 : 0.25}
      />
    );
  });
}

const barHeight = 8;

function Points({ series, lower, upper, frame, index }: { series: Series; lower: Line; upper: Line; frame: Frame; index: number }) {
  const { stroke, fill } = seriesStyle(index);
  const crowded = series.x.length > crowd;
  return pointsOf(series, series.y, frame).map((point, at) => {
    if (!point) return null;
    const [low, high] = [lower?.[at], upper?.[at]];
    return (
      <g key={at}>
        {low && high && <line x1={point.x} x2={point.x} y1={low.y} y2={high.y} className={stroke} strokeWidth={crowded ? 1.1 : 1.5} />}
        <circle cx={point.x} cy={point.y} r={crowded ? 1.4 : 3.5} className={fill} />
      </g>
    );
  });
}
