import type { ScaleLinear } from 'd3-scale';
import type { TextPart } from './text';

/** Numbers from `large` on get an SI prefix; numbers below `small` get a power of ten. */
const large = 1e5;
const small = 1e-3;

/** Labels of a linear axis, all with the same number of decimals: 0.0, 0.5, 1.0; 20M; 2 × 10 to the −4. */
export function decimalLabel(scale: ScaleLinear<number, number>, wanted: number): (value: number) => TextPart[] {
  const largest = Math.max(...scale.domain().map(Math.abs));
  if (largest < small) return (value) => scientific(value, largest);
  const print = scale.tickFormat(wanted, largest >= large ? '~s' : undefined);
  return (value) => [{ text: value === 0 && largest >= large ? '0' : print(value), place: 'line' }];
}

function scientific(value: number, largest: number): TextPart[] {
  if (value === 0) return [{ text: '0', place: 'line' }];
  const exponent = Math.floor(Math.log10(largest));
  const lead = Number((value / 10 ** exponent).toPrecision(4));
  return [
    { text: `${lead}×10`.replace('-', '−'), place: 'line' },
    { text: String(exponent).replace('-', '−'), place: 'raised' },
  ];
}

/** A label of a logarithmic axis: factor × 10 to the exponent; a plain number for exponents from -1 to 2. */
export function powerLabel(factor: number, exponent: number): TextPart[] {
  if (exponent >= -1 && exponent <= 2) return [{ text: String(Number(`${factor}e${exponent}`)), place: 'line' }];
  return [
    { text: factor === 1 ? '10' : `${factor}×10`, place: 'line' },
    { text: String(exponent).replace('-', '−'), place: 'raised' },
  ];
}
