import { streamKey } from '@unblind/random';
import { scoreIntervalEstimation, type IntervalEstimates } from '@unblind/scoring';
import type { Attack, Size } from '../attack';
import { calibrate, count, type Estimate } from './counting';
import { matchedTauScales } from './matching';
import { oldSplit } from './old-build';
import { honestIntervals, pooledIntervals } from './pooling';
import { generated, type Experiments, type PublicData } from './split';

const sizesOf = {
  short: { train: 28, public: 200 },
  full: { train: 84, public: 1000 },
} as const;
const seed = 7;

/** Cuts on the visible mass, GeV: high where the tau energy scale is not known, lower where it is. */
const massAbove = { unknown: 92, known: 84 } as const;

/** Estimates of each pseudo-experiment, and the file that is made of them, of nothing but public data. */
interface Method {
  estimate(experiments: Experiments, train: Experiments, shifted?: Experiments): Estimate[];
  file(estimates: readonly Estimate[]): IntervalEstimates;
}

const honest: Method = {
  estimate(experiments, train) {
    const calibration = calibrate(train, massAbove.unknown);
    return experiments.events.map((events) => count(events, calibration));
  },
  file: honestIntervals,
};

const pooled: Method = { ...honest, file: pooledIntervals };

const matched: Method = {
  ...honest,
  estimate(experiments, train, shifted) {
    const [unknown, known] = [calibrate(train, massAbove.unknown), calibrate(train, massAbove.known)];
    const scales = matchedTauScales(experiments, shifted);
    return experiments.events.map((events, row) => {
      const scale = scales[row] ?? null;
      return scale === null ? count(events, unknown) : count(events, known, scale);
    });
  },
};

/** Pseudo-experiments that shared their mu could be measured together: 100 of them ten times as well. */
export const pooling: Attack = attackOf('pooling of pseudo-experiments', pooled);
/** Events that occur in several pseudo-experiments, or in one and in its shifted copy, give their nuisances to 1e-5. */
export const matching: Attack = attackOf('matching of recurring events', matched);

/** The gain is in standard deviations of what honest counting scores on the challenge's data. */
function attackOf(name: string, method: Method): Attack {
  return {
    name,
    against: 'development board',
    limitSigma: 0.3,
    inShort: true,
    async run(size: Size) {
      const { data, old } = await builds(size);
      const { sigma } = scoreOf(data, honest);
      const gain = (on: PublicData) => (scoreOf(on, method).value - scoreOf(on, honest).value) / sigma;
      return { queries: 1, accounts: 1, gainSigma: gain(data), controlSigma: gain(old) };
    },
  };
}

const made = new Map<Size, Promise<{ data: PublicData; old: PublicData }>>();

/** The challenge's data as they are, and as they were. */
function builds(size: Size): Promise<{ data: PublicData; old: PublicData }> {
  const known = made.get(size) ?? build(sizesOf[size]);
  made.set(size, known);
  return known;
}

async function build(sizes: (typeof sizesOf)[Size]): Promise<{ data: PublicData; old: PublicData }> {
  const data = await generated(sizes, streamKey(new Uint8Array(32).fill(seed)));
  return { data, old: { ...data, test: oldSplit(seed, sizes.public), shifted: none } };
}

const none: Experiments = { events: [], truth: { mu: new Float64Array(0), nuisances: new Float64Array(0), processes: [], weights: [] } };

function scoreOf({ train, test, shifted }: PublicData, method: Method): { value: number; sigma: number } {
  const context = { metrics: ['quantile_score'], replicates: 200, seed: 'attack' };
  const { metrics } = scoreIntervalEstimation({ mu: test.truth.mu }, method.file(method.estimate(test, train, shifted)), context);
  const [metric] = metrics;
  return { value: metric?.value ?? NaN, sigma: ((metric?.high ?? NaN) - (metric?.low ?? NaN)) / 2 };
}
