import type { PartSizes } from '@unblind/contracts';
import { deriveSeed, streamOf, type Seed } from '@unblind/random';

/** The codes 0, 1, ... as often as `counts` says, in an order drawn from the seed. */
function shuffledCodes(seed: Seed, counts: readonly number[]): Uint8Array<ArrayBuffer> {
  const codes = new Uint8Array(counts.reduce((sum, count) => sum + count, 0));
  let end = 0;
  counts.forEach((count, code) => codes.fill(code, end, (end += count)));
  streamOf(seed, 0).shuffle(codes);
  return codes;
}

/** Which rows of a split belong to which of its parts, as places in `parts`. */
export function drawParts(seed: Seed, { ranking, diagnostic }: PartSizes): Uint8Array<ArrayBuffer> {
  return shuffledCodes(deriveSeed(seed, 'parts'), [ranking, diagnostic]);
}

/**
 * Labels 0 and 1, of which each part has the share of ones that is given for it, to the row.
 *
 * @param part of each row
 * @param shares of the parts
 */
export function drawLabels(seed: Seed, part: Uint8Array, shares: readonly number[]): Uint8Array {
  const labels = new Uint8Array(part.length);
  shares.forEach((share, code) => {
    const rows = [...part.keys()].filter((row) => part[row] === code);
    const ones = Math.round(share * rows.length);
    const drawn = shuffledCodes(deriveSeed(seed, `labels of part ${code}`), [rows.length - ones, ones]);
    rows.forEach((row, i) => (labels[row] = drawn[i]!));
  });
  return labels;
}
