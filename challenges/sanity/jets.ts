import { constituentsPerJet, generateJets, jetFeatures, shiftJets, type MeasuredJets } from '@unblind/simulation';
import type { Manifest } from '@unblind/contracts';
import { Shift } from '../top-tagging/data';
import { mean, type SanityFigure } from './figure';

const tau32 = jetFeatures.indexOf('tau32');

/** How far each shift of top tagging moves what has no scale: tau32, and the share of momentum of the hardest constituent. */
export function jetFigures(count: number, { scoring }: Manifest): SanityFigure[] {
  const request = { seed: 2019, count };
  const nominal = generateJets(request);
  return scoring.variations.flatMap((variation): SanityFigure[] => {
    const shifted = shiftJets(nominal, Shift.parse(variation), request);
    const moved = (of: (jets: MeasuredJets, jet: number) => number) =>
      mean(Array.from(nominal.labels, (_, jet) => Math.abs(of(shifted, jet) - of(nominal, jet))));
    // A common factor moves both by nothing but the rounding of float32, 1e-7.
    const figure = (name: string, value: number, least: number): SanityFigure => ({
      simulation: 'Top tagging',
      figure: `${variation.id}: mean move of ${name}`,
      value,
      range: [least, 1],
      because: 'no shift is empty to a tagger without a scale',
    });
    return [figure('tau32', moved(ratioOf), 0.002), figure("the hardest constituent's share", moved(hardestShare), 0.001)];
  });
}

const ratioOf = ({ jet }: MeasuredJets, row: number) => jet[row * jetFeatures.length + tau32]!;

function hardestShare({ constituents, jet }: MeasuredJets, row: number): number {
  const at = row * constituentsPerJet * 4;
  return Math.hypot(constituents[at + 1]!, constituents[at + 2]!) / jet[row * jetFeatures.length]!;
}
