import { poissonDeviance } from '../../numerics/deviance';
import { evaluateShape, shapeFactor, type ShapeFactor } from './interpolation';
import { checkModel, type NuisanceEffect, type TemplateModel } from './template-model';

/** Minus ln L with its derivatives at some parameters (mu, theta_1 ... theta_K). */
export interface LikelihoodPoint {
  /** sum_b [n ln(n / nu) + nu - n] + sum_k theta_k^2 / 2: minus ln L up to a constant. Infinite if a bin with events has no expectation. */
  loss: number;
  gradient: Float64Array;
  /** Row-major. */
  hessian: Float64Array;
  /** The part of the Hessian that is always positive semidefinite (n / nu^2 times the products of slopes, and the constraints). */
  information: Float64Array;
}

type Factor = { nuisance: number } & ({ kind: 'shape'; bins: ShapeFactor[] } | { kind: 'normal' | 'log-normal'; width: number });

/**
 * The likelihood of a template model, prepared for many evaluations. The parameters are mu and the nuisances in the model's order, in
 * standard deviations. All derivatives are analytic.
 */
export class Likelihood {
  readonly parameters: number;
  readonly bins: number;
  private readonly processes: { nominal: Float64Array; signal: boolean; factors: Factor[] }[];
  private readonly scratch = new Float64Array(3);
  /** First and second derivative over the value, of each factor of a process. */
  private readonly relativeSlopes: Float64Array;

  /** @throws ScoringRefusal (`checkModel`) */
  constructor(readonly model: TemplateModel) {
    checkModel(model);
    this.parameters = 1 + model.nuisances.length;
    this.bins = model.processes[0]!.nominal.length;
    this.processes = model.processes.map(({ nominal, signal, effects }) => ({
      nominal,
      signal,
      factors: Object.entries(effects).map(([name, effect]) => ({
        nuisance: 1 + model.nuisances.indexOf(name),
        ...prepared(effect, nominal),
      })),
    }));
    this.relativeSlopes = new Float64Array(2 * Math.max(...this.processes.map(({ factors }) => factors.length)));
  }

  /** True if the signal templates are empty. */
  get signalFree(): boolean {
    return this.processes.every(({ signal, nominal }) => !signal || nominal.every((content) => content === 0));
  }

  /** Whether a parameter is a nuisance that changes the shape of a template. */
  changesShape(parameter: number): boolean {
    return this.processes.some(({ factors }) => factors.some(({ kind, nuisance }) => kind === 'shape' && nuisance === parameter));
  }

  /** Expected events per bin. */
  expected(at: ArrayLike<number>): Float64Array {
    const expected = new Float64Array(this.bins);
    for (let bin = 0; bin < this.bins; bin++) {
      for (const { nominal, signal, factors } of this.processes) {
        let content = nominal[bin]! * (signal ? at[0]! : 1);
        for (const factor of factors) {
          this.evaluate(factor, bin, at[factor.nuisance]!);
          content *= this.scratch[0]!;
        }
        expected[bin]! += content;
      }
    }
    return expected;
  }

  at(point: ArrayLike<number>, counts: ArrayLike<number>): LikelihoodPoint {
    const size = this.parameters;
    const result = {
      loss: 0,
      gradient: new Float64Array(size),
      hessian: new Float64Array(size * size),
      information: new Float64Array(size * size),
    };
    const slope = new Float64Array(size);
    const curvature = new Float64Array(size * size);
    for (let bin = 0; bin < this.bins; bin++) {
      slope.fill(0);
      curvature.fill(0);
      const nu = this.expectedWithSlopes(point, bin, slope, curvature);
      const n = counts[bin]!;
      if (!(nu > 0)) {
        // An empty bin without expectation adds nothing.
        if (nu === 0 && n === 0) continue;
        return { ...result, loss: Infinity };
      }
      result.loss += poissonDeviance(n, nu);
      const pull = 1 - n / nu;
      const weight = n / (nu * nu);
      for (let k = 0; k < size; k++) {
        result.gradient[k]! += pull * slope[k]!;
        for (let l = 0; l <= k; l++) {
          const product = weight * slope[k]! * slope[l]!;
          result.information[k * size + l]! += product;
          result.hessian[k * size + l]! += product + pull * curvature[k * size + l]!;
        }
      }
    }
    this.addConstraints(point, result);
    mirror(result.hessian, size);
    mirror(result.information, size);
    return result;
  }

  private addConstraints(point: ArrayLike<number>, result: LikelihoodPoint): void {
    for (let k = 1; k < this.parameters; k++) {
      result.loss += point[k]! ** 2 / 2;
      result.gradient[k]! += point[k]!;
      result.hessian[k * (this.parameters + 1)]! += 1;
      result.information[k * (this.parameters + 1)]! += 1;
    }
  }

  /** Expected events of a bin; adds its first and second derivatives (the lower triangle) to `slope` and `curvature`. */
  private expectedWithSlopes(point: ArrayLike<number>, bin: number, slope: Float64Array, curvature: Float64Array): number {
    const size = this.parameters;
    const { relativeSlopes } = this;
    let total = 0;
    for (const { nominal, signal, factors } of this.processes) {
      let content = nominal[bin]!;
      if (content === 0) continue;
      for (let i = 0; i < factors.length; i++) {
        const factor = factors[i]!;
        this.evaluate(factor, bin, point[factor.nuisance]!);
        content *= this.scratch[0]!;
        relativeSlopes[2 * i] = this.scratch[1]! / this.scratch[0]!;
        relativeSlopes[2 * i + 1] = this.scratch[2]! / this.scratch[0]!;
      }
      const scaled = (signal ? point[0]! : 1) * content;
      total += scaled;
      if (signal) slope[0]! += content;
      for (let i = 0; i < factors.length; i++) {
        const k = factors[i]!.nuisance;
        const first = relativeSlopes[2 * i]!;
        slope[k]! += scaled * first;
        curvature[k * size + k]! += scaled * relativeSlopes[2 * i + 1]!;
        if (signal) curvature[k * size]! += content * first;
        for (let j = 0; j < i; j++) {
          const l = factors[j]!.nuisance;
          curvature[Math.max(k, l) * size + Math.min(k, l)]! += scaled * first * relativeSlopes[2 * j]!;
        }
      }
    }
    return total;
  }

  private evaluate(factor: Factor, bin: number, theta: number): void {
    if (factor.kind === 'shape') return evaluateShape(factor.bins[bin]!, theta, this.scratch);
    if (factor.kind === 'normal') {
      this.scratch[0] = 1 + factor.width * theta;
      this.scratch[1] = factor.width;
      this.scratch[2] = 0;
      return;
    }
    const slope = Math.log1p(factor.width);
    const value = Math.exp(slope * theta);
    this.scratch[0] = value;
    this.scratch[1] = slope * value;
    this.scratch[2] = slope * slope * value;
  }
}

function prepared(effect: NuisanceEffect, nominal: Float64Array) {
  if (effect.kind !== 'shape') return effect;
  return {
    kind: effect.kind,
    bins: Array.from(nominal, (content, bin) => shapeFactor(effect.up[bin]!, content, effect.down[bin]!)),
  };
}

/** Copies the lower triangle of a square matrix into the upper one. */
function mirror(matrix: Float64Array, size: number): void {
  for (let k = 0; k < size; k++) for (let l = 0; l < k; l++) matrix[l * size + k] = matrix[k * size + l]!;
}
