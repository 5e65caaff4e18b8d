import type { RandomSource } from '@unblind/random';
import type { ParticleBuffer } from './particle-buffer';
import type { ShowerParameters } from './shower-parameters';

/** The context of each step of a shower: the random numbers, the parameters, and the list to which hadrons are appended. */
export interface Shower {
  random: RandomSource;
  parameters: ShowerParameters;
  out: ParticleBuffer;
}
