import { formatBytes, formatCompact, formatDuration, withInterval } from './numbers';

describe('a measured value is printed as papers print it', () => {
  test('the smaller uncertainty has two significant digits and sets the decimals', () => {
    expect(withInterval(0.984_512, 0.984_01, 0.985_1)).toEqual({ value: '0.98451', up: '0.00059', down: '0.00050', symmetric: false });
  });
  test('whole numbers stay whole, with thousands told apart', () => {
    expect(withInterval(1298.4, 1252, 1344)).toEqual({ value: '1,298', up: '46', down: '46', symmetric: true });
  });
  test('rounding that carries into the next decade keeps two digits', () => {
    expect(withInterval(1, 0.9004, 1.0996).up).toBe('0.10');
  });
  test('without an interval there are four significant digits', () => {
    expect(withInterval(0.123456, null, null)).toEqual({ value: '0.1235', up: null, down: null, symmetric: false });
  });
  test('a one-sided interval keeps its side', () => {
    expect(withInterval(5, 4.2, null)).toEqual({ value: '5.00', up: null, down: '0.80', symmetric: false });
  });
  test('negative values bear a minus sign, not a hyphen', () => {
    expect(withInterval(-2, -3, -1).value).toBe('−2.0');
  });
});

describe('sizes and times are readable', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [268_435_456, '256 MiB'],
  ])('%d bytes', (value, text) => expect(formatBytes(value)).toBe(text));
  test.each([
    [0.1684, '0.17 s'],
    [75, '1 min 15 s'],
    [3600, '1 h'],
    [7265, '2 h 1 min'],
  ])('%d seconds', (value, text) => expect(formatDuration(value)).toBe(text));
  test.each([
    [950, '950'],
    [498_000, '498 k'],
    [1_234_567, '1.23 M'],
  ])('%d parameters', (value, text) => expect(formatCompact(value)).toBe(text));
});
