const plain = new Intl.NumberFormat('en-GB');

export function formatCount(value: number): string {
  return plain.format(value);
}

/** 1_234_567 -> '1.23 M' */
export function formatCompact(value: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e12, ' T'],
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ];
  for (const [size, unit] of units) if (value >= size) return `${trimmed(value / size)}${unit}`;
  return formatCount(value);
}

export function formatBytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${power === 0 ? value : trimmed(value / 1024 ** power)} ${units[power] ?? ''}`;
}

/** Three significant digits, without trailing zeros after the point. */
function trimmed(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** 75 -> '1 min 15 s' */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${Number(Math.max(0, seconds).toPrecision(2))} s`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  return parts
    .filter(([size]) => size > 0)
    .slice(0, 2)
    .map(([size, unit]) => `${size} ${unit}`)
    .join(' ');
}

export interface Typeset {
  value: string;
  up: string | null;
  down: string | null;
  symmetric: boolean;
}

/**
 * A measured value as papers print it: the smaller uncertainty has two significant digits, and all else the same number of decimals.
 * Without an interval: four significant digits.
 */
export function withInterval(value: number, low: number | null, high: number | null): Typeset {
  const up = high === null ? null : Math.max(0, high - value);
  const down = low === null ? null : Math.max(0, value - low);
  const errors = [up, down].filter((error): error is number => error !== null && error > 0);
  const decimals = errors.length > 0 ? decimalsFor(Math.min(...errors), 2) : decimalsFor(Math.abs(value), 4);
  const print = (number: number | null): string | null => (number === null ? null : fixed(number, decimals));
  const typeset = { value: fixed(value, decimals), up: print(up), down: print(down) };
  return { ...typeset, symmetric: typeset.up !== null && typeset.up === typeset.down };
}

function decimalsFor(size: number, digits: number): number {
  if (size === 0) return 0;
  // Rounding may carry into the next decade: 0.0996 has two digits as 0.10.
  const rounded = Number(size.toPrecision(digits));
  return Math.min(8, Math.max(0, digits - 1 - Math.floor(Math.log10(rounded))));
}

function fixed(value: number, decimals: number): string {
  return value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace('-', '−');
}
