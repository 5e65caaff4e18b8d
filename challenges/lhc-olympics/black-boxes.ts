import { deriveSeed, streamOf, type RandomSource } from '@unblind/random';
import { logUniform, type Resonance } from '@unblind/simulation';
import type { ChunkTask } from '../produce-chunks';

/** The contents of a black box. */
export interface BlackBoxContent {
  /** Null if the box has only QCD events. */
  resonance: Resonance | null;
  /** The probability that an event is signal. */
  signalFraction: number;
}

/** The splits that are black boxes. */
export const boxNames = ['box-1', 'box-2', 'box-3'] as const;
type BoxName = (typeof boxNames)[number];

/** The announced ranges of the masses, GeV. */
export const announced = { mass: [2500, 6000], daughter: [80, 900] } as const;

/** What the boxes are, in a secret order: two hold a resonance, one of which decays in two ways, and one holds no signal. */
const roles: readonly ((random: RandomSource) => BlackBoxContent)[] = [
  (random) => {
    const daughters = [logUniform(random, 100, 800), logUniform(random, 100, 800)];
    const pair = { decay: 'pair', heavy: Math.max(...daughters), light: Math.min(...daughters) } as const;
    return { resonance: { ...pair, mass: drawMass(random) }, signalFraction: random.uniformIn(0.01, 0.03) };
  },
  (random) => ({
    resonance: { decay: random.uniform() < 0.5 ? 'dijet' : 'trijet', mass: drawMass(random) },
    signalFraction: random.uniformIn(0.02, 0.05),
  }),
  () => ({ resonance: null, signalFraction: 0 }),
];

/**
 * The contents of one box, drawn from the box's own seed. Only which of the boxes is what comes from the data set's seed, so whoever opens
 * one box knows nothing about the others.
 *
 * @param dataSeed of the data set @param seed of the box
 */
export function contentOf(box: BoxName, { dataSeed, seed }: Pick<ChunkTask, 'dataSeed' | 'seed'>): BlackBoxContent {
  const order = [...roles.keys()];
  streamOf(deriveSeed(dataSeed, 'roles of the black boxes'), 0).shuffle(order);
  const draw = roles[order[boxNames.indexOf(box)]!]!;
  return draw(streamOf(deriveSeed(seed, 'contents'), 0));
}

function drawMass(random: RandomSource): number {
  return logUniform(random, announced.mass[0] + 200, announced.mass[1] - 700);
}
