import fc from 'fast-check';
import { type RandomSource, namedStream } from '@unblind/random';
import { fitCounts, fitSignalStrength } from './fit-signal-strength';
import { nuisanceImpacts } from './impacts';
import { evaluateShape, shapeFactor } from './interpolation';
import { Likelihood } from './likelihood';
import type { TemplateModel } from './template-model';
import { nelderMead } from './test/nelder-mead';
import { smallModel } from './test/small-model';

const likelihood = new Likelihood(smallModel());
const nominal = Float64Array.of(1, 0, 0, 0, 0);
const toyOf = (random: RandomSource, at: ArrayLike<number>, of = likelihood) => of.expected(at).map((mean) => random.poisson(mean));
/** Enough events that the likelihood is close to a parabola. */
const largeLikelihood = () => new Likelihood(smallModel(40));
const oneBin = (signal: number, background: number, effects: TemplateModel['processes'][number]['effects'] = {}) =>
  new Likelihood({
    nuisances: Object.keys(effects),
    processes: [
      { name: 'signal', signal: true, nominal: Float64Array.of(signal), effects: {} },
      { name: 'background', signal: false, nominal: Float64Array.of(background), effects },
    ],
  });

describe('the interpolation of a shape', () => {
  const at = (factor: ReturnType<typeof shapeFactor>, theta: number) => {
    const into = new Float64Array(3);
    evaluateShape(factor, theta, into);
    return Array.from(into);
  };
  const content = fc.double({ min: 0.2, max: 4, noNaN: true });

  it('gives the templates at -1, 0 and 1 standard deviation', () => {
    fc.assert(
      fc.property(content, content, (up, down) => {
        const factor = shapeFactor(up, 1, down);
        expect(at(factor, 1)[0]).toBeCloseTo(up, 10);
        expect(at(factor, 0)[0]).toBe(1);
        expect(at(factor, -1)[0]).toBeCloseTo(down, 10);
      }),
    );
  });

  it('is smooth to the second derivative where polynomial and exponential meet', () => {
    fc.assert(
      fc.property(content, content, fc.constantFrom(-1, 1), (up, down, side) => {
        const factor = shapeFactor(up, 1, down);
        const [inner, outer] = [at(factor, side * (1 - 1e-9)), at(factor, side * (1 + 1e-9))];
        inner.forEach((value, i) => expect(value).toBeCloseTo(outer[i]!, 5));
      }),
    );
  });

  it('leaves an empty bin alone and takes extreme ratios as 10', () => {
    expect(at(shapeFactor(3, 0, 1), 0.7)).toEqual([1, 0, 0]);
    expect(at(shapeFactor(500, 1, 1), 1)[0]).toBeCloseTo(10, 10);
  });
});

describe('the derivatives of the likelihood', () => {
  it('are those of finite differences, at random points inside and outside of one standard deviation', () => {
    const random = namedStream('derivatives');
    const counts = toyOf(random, nominal);
    for (let trial = 0; trial < 20; trial++) {
      const point = Float64Array.from(nominal, (value, k) => (k === 0 ? 0.2 + 2 * random.uniform() : value + 1.3 * random.normal()));
      const { gradient, hessian } = likelihood.at(point, counts);
      const moved = (k: number, h: number) => point.map((value, i) => (i === k ? value + h : value));
      for (let k = 0; k < point.length; k++) {
        const [above, below] = [likelihood.at(moved(k, 1e-5), counts), likelihood.at(moved(k, -1e-5), counts)];
        // Central differences err by h^2 and by rounding / h: both near 1e-7 of a loss of some hundred.
        expect(Math.abs((above.loss - below.loss) / 2e-5 - gradient[k]!)).toBeLessThan(1e-4 * (1 + Math.abs(gradient[k]!)));
        for (let l = 0; l < point.length; l++) {
          const difference = (above.gradient[l]! - below.gradient[l]!) / 2e-5;
          expect(Math.abs(difference - hessian[k * point.length + l]!)).toBeLessThan(1e-4 * (1 + Math.abs(difference)));
        }
      }
    }
  });
});

describe('a fit in closed form', () => {
  it('of one bin without nuisances finds (n - b) / s and the two roots of the likelihood', () => {
    const fit = fitCounts(oneBin(20, 80), [113]);
    expect(fit.muHat).toBeCloseTo((113 - 80) / 20, 9);
    const rise = (mu: number) => 2 * (113 * Math.log(113 / (80 + 20 * mu)) + 80 + 20 * mu - 113);
    expect(rise(fit.low)).toBeCloseTo(1, 6);
    expect(rise(fit.high)).toBeCloseTo(1, 6);
    expect(fit.low).toBeLessThan(fit.muHat);
    expect(fit.high).toBeGreaterThan(fit.muHat);
  });

  it('of one large bin with an uncertain background has the width sqrt(n + (w b)^2) / s', () => {
    // With 10^8 events the likelihood is a parabola to 1e-4.
    const background = 1e8;
    const fit = fitSignalStrength(oneBin(1e6, background, { yield: { kind: 'normal', width: 1e-3 } }), [background + 1e6]);
    const expected = Math.sqrt(background + 1e6 + (1e-3 * background) ** 2) / 1e6;
    expect(fit.muHat).toBeCloseTo(1, 8);
    expect((fit.high - fit.low) / 2 / expected).toBeCloseTo(1, 3);
    expect(fit.nuisanceErrors[0]).toBeCloseTo(1, 8);
  });

  it('at the boundary gives mu = 0 and an upper end that the likelihood against 0 decides', () => {
    const fit = fitCounts(oneBin(10, 50), [40]);
    expect(fit).toMatchObject({ muHat: 0, low: 0, atBoundary: true });
    const loss = (mu: number) => 50 + 10 * mu - 40 * Math.log(50 + 10 * mu);
    expect(2 * (loss(fit.high) - loss(0))).toBeCloseTo(1, 6);
    expect(fitCounts(oneBin(10, 50), [40], { lowest: -Infinity }).muHat).toBeCloseTo(-1, 7);
  });

  it('near the boundary cuts the interval at 0', () => {
    const fit = fitCounts(oneBin(10, 50), [52]);
    expect(fit.muHat).toBeCloseTo(0.2, 9);
    expect(fit).toMatchObject({ low: 0, atBoundary: false });
  });
});

describe('a fit with nuisances', () => {
  it('of an Asimov set returns what made it, with all nuisances at 0', () => {
    for (const mu of [0.4, 1, 2.7]) {
      const fit = fitSignalStrength(likelihood, likelihood.expected([mu, 0, 0, 0, 0]));
      expect(fit.muHat).toBeCloseTo(mu, 7);
      fit.nuisances.forEach((theta) => expect(theta).toBeCloseTo(0, 6));
    }
  });

  it('of an Asimov set has the width that the information matrix says, for a large sample', () => {
    const model = smallModel();
    const times = (template: Float64Array) => template.map((content) => 1e4 * content);
    const large = new Likelihood({
      nuisances: [],
      processes: model.processes.map((process) => ({ ...process, nominal: times(process.nominal), effects: {} })),
    });
    const expected = large.expected([1]);
    const signal = times(model.processes[0]!.nominal);
    const information = signal.reduce((sum, s, bin) => sum + s ** 2 / expected[bin]!, 0);
    const fit = fitSignalStrength(large, expected);
    expect(((fit.high - fit.low) / 2) * Math.sqrt(information)).toBeCloseTo(1, 3);
  });

  it('agrees with an independent minimiser, also on the profiled likelihood at both ends of the interval', () => {
    const random = namedStream('independent');
    for (let toy = 0; toy < 4; toy++) {
      const counts = toyOf(random, [1.2, 0.8, -0.5, 1.1, 0]);
      const fit = fitCounts(likelihood, counts);
      const loss = (x: readonly number[]) => likelihood.at(x, counts).loss;
      const independent = nelderMead(loss, [1, 0, 0, 0, 0], 0.5);
      // A simplex finds the value to rounding, the place to its square root.
      expect(Math.abs(independent.value - fit.minimum.loss)).toBeLessThan(1e-8);
      expect(Math.abs(independent.x[0]! - fit.muHat)).toBeLessThan(1e-3);
      for (const end of [fit.low, fit.high]) {
        if (end === 0) continue;
        const profiled = nelderMead((theta) => loss([end, ...theta]), [0, 0, 0, 0], 0.5);
        expect(2 * (profiled.value - independent.value)).toBeCloseTo(1, 5);
      }
    }
  });

  it('has standard normal pulls and covers as claimed, on toys whose nuisances are drawn', () => {
    const random = namedStream('pulls');
    const likelihood = largeLikelihood();
    const toys = 1500;
    const pulls: number[] = [];
    let covered = 0;
    for (let toy = 0; toy < toys; toy++) {
      const truth = [1.5, ...[1, 2, 3, 4].map(() => random.normal())];
      const { muHat, low, high } = fitCounts(likelihood, toyOf(random, truth, likelihood), { lowest: -Infinity });
      pulls.push((muHat - 1.5) / (muHat > 1.5 ? muHat - low : high - muHat));
      if (low <= 1.5 && 1.5 <= high) covered++;
    }
    const mean = pulls.reduce((sum, pull) => sum + pull, 0) / toys;
    const width = Math.sqrt(pulls.reduce((sum, pull) => sum + (pull - mean) ** 2, 0) / toys);
    // Standard errors of 1,500 toys: 0.026, 0.018, 0.012; lopsided shapes and a likelihood that is no parabola move the mean.
    expect(Math.abs(mean)).toBeLessThan(0.13);
    expect(Math.abs(width - 1)).toBeLessThan(0.06);
    expect(Math.abs(covered / toys - 0.6827)).toBeLessThan(0.04);
  });
});

describe('impacts', () => {
  it('are those of the closed form in one large bin: the whole of a systematic interval is its nuisance', () => {
    const { impacts } = nuisanceImpacts(oneBin(1e6, 1e8, { yield: { kind: 'normal', width: 1e-3 } }), [1.01e8]);
    expect(impacts[0]).toMatchObject({ nuisance: 'yield' });
    // w b / s = 0.1; statistics add sqrt(1.01e8) / 1e6 = 0.01005.
    expect(impacts[0]!.up).toBeCloseTo(-0.1, 4);
    expect(impacts[0]!.down).toBeCloseTo(0.1, 4);
    expect(impacts[0]!.share).toBeCloseTo(1 / (1 + 0.01005 ** 2 / 0.1 ** 2), 3);
  });

  it('come with the largest first', () => {
    const { impacts } = nuisanceImpacts(likelihood, likelihood.expected(nominal));
    const sizes = impacts.map(({ up, down }) => Math.max(Math.abs(up), Math.abs(down)));
    expect(impacts).toHaveLength(4);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });
});

describe('what can not be fitted is refused', () => {
  it('names the process and bin of a bad template', () => {
    const model = smallModel();
    model.processes[1]!.nominal[3] = -1;
    expect(() => new Likelihood(model)).toThrow('falling: bin 3 holds -1');
  });

  it('for counts of another number of bins, and for events where nothing can be', () => {
    expect(() => fitCounts(likelihood, [1, 2])).toThrow('2 counts came for 12 bins');
    const process = { signal: false, effects: {} };
    const emptyBin = new Likelihood({
      nuisances: [],
      processes: [
        { ...process, name: 'signal', signal: true, nominal: Float64Array.of(5, 0) },
        { ...process, name: 'background', nominal: Float64Array.of(10, 0) },
      ],
    });
    expect(() => fitCounts(emptyBin, [12, 3])).toThrow('expects no events in a bin that holds some');
  });

  it('for templates without any signal', () => {
    expect(() => fitCounts(oneBin(0, 10), [12])).toThrow('hold no signal');
  });
});
