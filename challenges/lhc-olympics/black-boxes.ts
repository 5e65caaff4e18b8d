import { deriveSeed, streamOf } from '@unblind/random';
import { logUniform, type Resonance } from '@unblind/simulation';

/** The contents of a black box. */
export interface BlackBoxContent {
  /** Null if the box has only QCD events. */
  resonance: Resonance | null;
  /** The probability that an event is signal. */
  signalFraction: number;
}

/** The splits that are black boxes. */
export const boxNames = ['box-1', 'box-2', 'box-3'] as const;

/** The announced ranges of the masses, GeV. */
export const announced = { mass: [2500, 6000], daughter: [80, 900] } as const;

/**
 * The contents of a data set's boxes, drawn from its secret seed: two boxes with a resonance, one of which decays in two ways, and one box
 * without a signal, in a secret order.
 */
export function drawBoxes(dataSeed: number): Record<(typeof boxNames)[number], BlackBoxContent> {
  const random = streamOf(deriveSeed(dataSeed, 'black boxes'), 0);
  const mass = () => logUniform(random, announced.mass[0] + 200, announced.mass[1] - 700);
  const daughters = [logUniform(random, 100, 800), logUniform(random, 100, 800)];
  const contents: BlackBoxContent[] = [
    {
      resonance: { decay: 'pair', mass: mass(), heavy: Math.max(...daughters), light: Math.min(...daughters) },
      signalFraction: random.uniformIn(0.01, 0.03),
    },
    { resonance: { decay: random.uniform() < 0.5 ? 'dijet' : 'trijet', mass: mass() }, signalFraction: random.uniformIn(0.02, 0.05) },
    { resonance: null, signalFraction: 0 },
  ];
  for (let i = contents.length - 1; i > 0; i--) {
    const other = random.integer(i + 1);
    [contents[i], contents[other]] = [contents[other]!, contents[i]!];
  }
  return { 'box-1': contents[0]!, 'box-2': contents[1]!, 'box-3': contents[2]! };
}
