import { ScoringRefusal } from '../refusal';
import { fitLogLinear, type LogLinearFit } from './log-linear-fit';

export interface DijetSpectrum {
  /** Ascending bin edges in units of mjj; one more than counts. All between 0 and the collision energy. */
  readonly edges: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  /** Bins left out of the fit: the signal region. */
  readonly masked?: readonly number[];
  /** In the units of the edges. */
  readonly collisionEnergy: number;
}

/**
 * Fits the dijet function to binned counts by maximum likelihood: with x the bin centre over the collision energy,
 *
 *   3 parameters: p1 (1 - x)^p2 x^-p3,   4 parameters: p1 (1 - x)^p2 x^-(p3 + p4 ln x)
 *
 * (CDF, PRD 79, 112002; as used by the LHC Olympics groups). The logarithms of both are linear in ln p1, p2, p3, p4, so the fit has a
 * single maximum and does not depend on its starting point. `parameters` of the result are [ln p1, p2, p3(, p4)]; `expected` holds the
 * function at the bin centres, in events per bin. Bins must have equal widths, which p1 absorbs.
 *
 * @throws ScoringRefusal `length-mismatch`, `value-invalid` (edges, masked bins) and as `fitLogLinear`
 */
export function fitDijetSpectrum({ edges, counts, masked = [], collisionEnergy }: DijetSpectrum, parameters: 3 | 4): LogLinearFit {
  checkEdges(edges, counts.length, collisionEnergy);
  const mask = new Uint8Array(counts.length);
  for (const bin of masked) {
    if (!(Number.isInteger(bin) && bin >= 0 && bin < counts.length)) {
      throw new ScoringRefusal('value-invalid', `Bin ${bin} cannot be masked: there are bins 0 to ${counts.length - 1}.`, bin);
    }
    mask[bin] = 1;
  }
  const x = Float64Array.from(counts, (_, bin) => (edges[bin]! + edges[bin + 1]!) / 2 / collisionEnergy);
  const columns = [
    x.map(() => 1),
    x.map((value) => Math.log1p(-value)),
    x.map((value) => -Math.log(value)),
    x.map((value) => -(Math.log(value) ** 2)),
  ];
  return fitLogLinear(columns.slice(0, parameters), counts, mask);
}

function checkEdges(edges: ArrayLike<number>, bins: number, collisionEnergy: number): void {
  if (edges.length !== bins + 1)
    throw new ScoringRefusal('length-mismatch', `${bins} bins need ${bins + 1} edges, but ${edges.length} came.`);
  const width = edges[1]! - edges[0]!;
  for (let bin = 0; bin < bins; bin++) {
    const [low, high] = [edges[bin]!, edges[bin + 1]!];
    if (!(low > 0 && low < high && high < collisionEnergy)) {
      throw new ScoringRefusal('value-invalid', `Bin ${bin} from ${low} to ${high} must ascend between 0 and ${collisionEnergy}.`, bin);
    }
    if (Math.abs(high - low - width) > 1e-6 * width) {
      throw new ScoringRefusal(
        'value-invalid',
        `Bin ${bin} is ${high - low} wide and the first ${width}; the bins must have one width.`,
        bin,
      );
    }
  }
}
