import { loadChallenge } from '../challenge-folder';
import { dijetFigures } from './dijets';
import type { SanityFigure } from './figure';
import { higgsFigures } from './higgs';
import { jetFigures } from './jets';
import { trackFigures } from './tracks';

/** The figures of all simulations, from their fixed seeds. @param scale 1: about ten seconds */
export async function sanityFigures(scale: number): Promise<SanityFigure[]> {
  const { manifest } = await loadChallenge('top-tagging');
  return [...jetFigures(1000 * scale, manifest), ...trackFigures(4 * scale), ...dijetFigures(2000 * scale), ...higgsFigures(50 * scale)];
}

export const isSane = ({ value, range: [low, high] }: SanityFigure): boolean => value >= low && value <= high;
