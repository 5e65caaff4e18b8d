import type { RandomSource } from '@unblind/random';
import type { ParticleBuffer } from './particle-buffer';
import type { ShowerParameters } from './shower-parameters';

/** What each step of a shower needs: where its randomness comes from, how it behaves, and the list that its hadrons are appended to. */
export interface Shower {
  random: RandomSource;
  parameters: ShowerParameters;
  out: ParticleBuffer;
}
