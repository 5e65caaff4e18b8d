import type { MetricDifference, MetricValue, Plot } from '@unblind/contracts';

/*
 * What is shown of the diagnostic part while its truth is in use, rounded. A participant chooses what a mean is taken of: shown in full,
 * it would say in its last digits which rows it was taken over, dozens at a time.
 */

const errorDigits = 2;
const valueDigits = 3;
/** Of a value whose error is tiny or none, such as that of equal numbers. */
const mostDigits = 5;
/** Along a linear axis: finer than a pixel is of no use to an eye. */
const places = 500;

/**
 * A value and its bounds at two significant digits of the error, and at five of the value at most. A value without an error has three.
 * The limit of an infinite value has two digits.
 */
export function roundMetric<M extends Pick<MetricValue, 'value' | 'low' | 'high'>>(metric: M): M {
  const { value, low, high } = metric;
  // An infinite value, which is null in JSON, has a limit alone.
  if (value === null || !Number.isFinite(value))
    return low === null ? metric : { ...metric, low: roundTo(low, lastPlace(low, errorDigits)) };
  const error = errorOf(value, low, high);
  const place = error === 0 ? lastPlace(value, valueDigits) : Math.max(lastPlace(error, errorDigits), lastPlace(value, mostDigits));
  return { ...metric, value: roundTo(value, place), low: low && roundTo(low, place), high: high && roundTo(high, place) };
}

/**
 * A difference likewise: value and bounds at two significant digits of the error, and the p-value at two significant digits. Without a
 * finite error, or with one of zero, the value itself has two significant digits.
 */
export function roundDifference<D extends Omit<MetricDifference, 'name' | 'part'>>(of: D): D {
  const { difference, low, high, pValue, leastPValue } = of;
  const centre = difference ?? low ?? high ?? 0;
  const place = lastPlace(errorOf(centre, low, high) || centre, errorDigits);
  return {
    ...of,
    difference: difference === null ? null : roundTo(difference, place),
    low: low && roundTo(low, place),
    high: high && roundTo(high, place),
    pValue: Number(pValue.toPrecision(errorDigits)),
    leastPValue: Number(leastPValue.toPrecision(errorDigits)),
  };
}

/** A plot whose numbers lie on a grid: of a power of ten below a 500th of a linear axis, or of three significant digits on a logarithmic one. */
export function roundPlot(plot: Plot): Plot {
  const x = rounding(
    plot.x.scale,
    plot.series.map((series) => series.x),
  );
  const y = rounding(
    plot.y.scale,
    plot.series.flatMap(({ y: own, low = [], high = [] }) => [own, low, high]),
  );
  const series = plot.series.map(({ low, high, z, ...of }) => ({
    ...of,
    x: of.x.map(x),
    y: of.y.map(y),
    ...(low ? { low: low.map(y) } : {}),
    ...(high ? { high: high.map(y) } : {}),
    ...(z ? { z: z.map(toDigits) } : {}),
  }));
  return { ...plot, series };
}

function rounding(scale: Plot['x']['scale'], lists: readonly (readonly number[])[]): (number: number) => number {
  const finite = lists.flat().filter(Number.isFinite);
  const extent =
    finite.reduce((most, number) => Math.max(most, number), -Infinity) -
    finite.reduce((least, number) => Math.min(least, number), Infinity);
  if (scale === 'log' || !(extent > 0)) return toDigits;
  const place = Math.floor(Math.log10(extent / places));
  return (number) => roundTo(number, place);
}

const toDigits = (number: number): number => Number(number.toPrecision(valueDigits));

/** The mean distance of the finite bounds, 0 if there is none. */
function errorOf(value: number, low: number | null, high: number | null): number {
  const errors = [low, high]
    .flatMap((bound) => (bound === null || bound === value ? [] : [Math.abs(bound - value)]))
    .filter(Number.isFinite);
  return errors.length > 0 ? errors.reduce((sum, one) => sum + one, 0) / errors.length : 0;
}

/** The power of ten of a number's last digit when it is written with so many significant digits; -Infinity for 0. */
function lastPlace(number: number, digits: number): number {
  // Rounding may carry into the next decade: 0.0996 has two digits as 0.10.
  return Math.floor(Math.log10(Math.abs(Number(number.toPrecision(digits))))) - (digits - 1);
}

function roundTo(number: number, place: number): number {
  if (!Number.isFinite(number) || !Number.isFinite(place)) return number;
  // The text form leaves no trace of the division in the last bits.
  return Number(`${Math.round(number / 10 ** place)}e${place}`);
}
