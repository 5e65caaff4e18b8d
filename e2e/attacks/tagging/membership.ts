import type { Attack } from '../attack';
import { boardFeedback } from './board-attacks';
import { DevelopmentBoard, UnroundedBoard } from './development-board';
import { dividedSample, type TaggingSample } from './sample';
import { byScore } from './scores';
import { plotOf, type Target } from './target';

/** Rows of one bin of the calibration plot: the code of each is a power of two, so that a sum of codes names them. */
const coded = 30;
/** Rows of code 0, so that a bin holds enough events of the diagnostic part to be shown. */
const padding = 30;
const leastShown = 10;
/** All bins but the first, where the other rows are. */
const bins = Array.from({ length: 14 }, (_, at) => at + 1);
const binWidth = 1 / 15;
const lowest = (bin: number): number => (bin + 0.3) * binWidth;
const range = 0.5 * binWidth;

/**
 * Which rows are of the diagnostic part, from one file: the rows that are surely background are put into the bins of the calibration
 * plot, each with a bit of its own in the low digits of its score, and the mean score of a bin is read as the sum of those of its rows
 * that were averaged. The gain is in standard deviations of guessing.
 */
export const membershipDecoding: Attack = {
  name: 'membership decoding from shown means',
  against: 'development board',
  limitSigma: 3,
  inShort: true,
  async run(size) {
    const sample = dividedSample('split', size);
    const feedback = await boardFeedback();
    return {
      gainSigma: rightGuesses(sample, new DevelopmentBoard(sample, feedback)),
      controlSigma: rightGuesses(sample, new UnroundedBoard(sample, feedback)),
      queries: 1,
      accounts: 1,
    };
  },
};

function rightGuesses({ logits, part, labels }: TaggingSample, target: Target): number {
  const isDiagnostic = (row: number) => part?.[row] === 1;
  const background = Array.from(labels.keys()).filter((row) => labels[row] === 0);
  const share = background.filter(isDiagnostic).length / background.length;
  const sure = byScore(logits).reverse();
  const groups = bins.map((bin, at) => ({ bin, rows: sure.slice(at * (coded + padding), (at + 1) * (coded + padding)) }));
  const scores = new Float64Array(logits.length);
  for (const { bin, rows } of groups) rows.forEach((row, at) => (scores[row] = lowest(bin) + (at < coded ? range * 2 ** -(at + 1) : 0)));
  const means = plotOf(target.submit(scores), 'reliability')?.series[0]?.x ?? [];
  const codedRows = groups.flatMap(({ rows }) => rows.slice(0, coded));
  const right = groups.flatMap(({ bin, rows }) => {
    const mean = means.find((x) => Math.floor(x / binWidth) === bin);
    const bits = mean === undefined ? '' : bitsOf((mean - lowest(bin)) / range, share);
    return rows.slice(0, coded).filter((row, at) => isDiagnostic(row) === (bits[at] === '1'));
  }).length;
  // Who knows the shares alone calls no row diagnostic.
  const rightByShares = codedRows.filter((row) => !isDiagnostic(row)).length;
  return (right - rightByShares) / Math.sqrt(share * (1 - share) * codedRows.length);
}

/** Of a sum of codes whose mean is given, the highest bit first. How many rows the mean is of is what makes the sum a whole number. */
function bitsOf(mean: number, share: number): string {
  const numbers = Array.from({ length: coded + padding + 1 - leastShown }, (_, more) => leastShown + more);
  const sumOf = (rows: number) => Math.max(0, mean * rows * 2 ** coded);
  const off = (rows: number) => Math.abs(sumOf(rows) - Math.round(sumOf(rows)));
  const likely = Math.round(share * (coded + padding));
  const best = numbers.reduce((a, b) => (off(b) < off(a) ? b : a));
  const bits = (rows: number) => {
    const sum = Math.min(Math.round(sumOf(rows)), 2 ** coded - 1);
    return sum.toString(2).padStart(coded, '0');
  };
  // Where none fits, because digits are missing, the likeliest number has to do, and the highest bits.
  return off(best) < 1e-3 ? bits(best) : bits(likely).slice(0, 2);
}
