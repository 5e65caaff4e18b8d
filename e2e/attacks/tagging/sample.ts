import { namedStream } from '@unblind/random';
import type { Size } from '../attack';

/** A split of a tagging challenge and an honest tagger's scores on it. */
export interface TaggingSample {
  /** 1 signal, 0 background. */
  labels: Uint8Array;
  /** 0 ranking part, 1 diagnostic part; absent where the split is undivided. */
  part: Uint8Array | null;
  /** The honest tagger's logits: normal with width 1, those of signal shifted by `separation`. */
  logits: Float64Array;
  /** Those of the same method trained again, which agrees with the first training on half of the fluctuations. */
  trainAgain(): Float64Array;
}

interface Composition {
  signal: number;
  background: number;
}

/** The parts of the top-tagging challenge. */
const parts: Record<Size, { ranking: Composition; diagnostic: Composition; whole: Composition }> = {
  full: {
    ranking: { signal: 3000, background: 21_000 },
    diagnostic: { signal: 3000, background: 7000 },
    whole: { signal: 3000, background: 27_000 },
  },
  short: {
    ranking: { signal: 1000, background: 7000 },
    diagnostic: { signal: 1000, background: 2500 },
    whole: { signal: 1000, background: 9000 },
  },
};

/** Gives a background rejection of about 300 at a signal efficiency of 0.3, as a good small network has. */
export const separation = 2.19;

export function dividedSample(seed: string, size: Size): TaggingSample {
  const { ranking, diagnostic } = parts[size];
  return sampleOf(seed, [ranking, diagnostic]);
}

export function undividedSample(seed: string, size: Size): TaggingSample {
  return { ...sampleOf(seed, [parts[size].whole]), part: null };
}

function sampleOf(seed: string, compositions: readonly Composition[]): TaggingSample {
  const random = namedStream(seed);
  const rows = compositions.flatMap(({ signal, background }, part) =>
    Array.from({ length: signal + background }, (_, i) => ({ part, label: i < signal ? 1 : 0 })),
  );
  random.shuffle(rows);
  const common = Float64Array.from(rows, () => random.normal());
  const trainAgain = () =>
    Float64Array.from(rows, ({ label }, row) => (common[row]! + random.normal()) * Math.SQRT1_2 + (label === 1 ? separation : 0));
  return {
    labels: Uint8Array.from(rows, ({ label }) => label),
    part: Uint8Array.from(rows, ({ part }) => part),
    logits: trainAgain(),
    trainAgain,
  };
}
