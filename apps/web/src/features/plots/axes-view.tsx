import { LoweredSvg } from '@/features/metrics/lowered';
import { tickLabel } from './axis';
import type { Axis } from './axis';
import type { Frame } from './series-path';

interface Props {
  frame: Frame;
  xLabel: string;
  yLabel: string;
  /** Names instead of numbers at the ticks of y. */
  categories?: readonly string[] | undefined;
}

/** Grid, ticks and names of both axes. */
export function AxesView({ frame, xLabel, yLabel, categories }: Props) {
  const { x, y, width, height } = frame;
  return (
    <g className="numeric fill-muted text-[11.5px]">
      {y.ticks.map((tick) => {
        const at = height - y.at(tick) * height;
        return (
          <g key={tick}>
            <line x2={width} y1={at} y2={at} className="stroke-line" />
            <text x={-8} y={at} dy="0.32em" textAnchor="end">
              {categories ? categories[tick] : <TickLabel value={tick} axis={y} />}
            </text>
          </g>
        );
      })}
      {x.ticks.map((tick) => {
        const at = x.at(tick) * width;
        return (
          <g key={tick}>
            <line x1={at} x2={at} y1={height} y2={height + 5} className="stroke-line-strong" />
            <text x={at} y={height + 18} textAnchor="middle">
              <TickLabel value={tick} axis={x} />
            </text>
          </g>
        );
      })}
      <line x2={width} y1={height} y2={height} className="stroke-line-strong" />
      <text x={width / 2} y={height + 39} textAnchor="middle" className="fill-ink">
        <LoweredSvg text={xLabel} />
      </text>
      <text transform={`translate(-42 ${height / 2}) rotate(-90)`} textAnchor="middle" className="fill-ink">
        <LoweredSvg text={yLabel} />
      </text>
    </g>
  );
}

function TickLabel({ value, axis }: { value: number; axis: Axis }) {
  const { base, exponent } = tickLabel(value, axis);
  return (
    <>
      {base}
      {exponent !== null && (
        <tspan dy="-0.45em" fontSize="0.78em">
          {exponent}
        </tspan>
      )}
    </>
  );
}
