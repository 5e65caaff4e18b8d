import { BOOL, isInteger } from '../../element-types';
import { each, free, type Call, type Rule, type Rules } from '../call';
import { broadcast, count, known, mostValues, type Known, type Size } from '../known';

type Arithmetic = (a: number, b: number, integer: boolean) => number;

/** Followed on small constants, since shapes are computed with them. */
const arithmetic: Readonly<Record<string, Arithmetic>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b, integer) => (integer ? Math.trunc(a / b) : a / b),
  Mod: (a, b) => a - b * Math.floor(a / b),
  Pow: (a, b) => a ** b,
  Max: (a, b) => Math.max(a, b),
  Min: (a, b) => Math.min(a, b),
  Sum: (a, b) => a + b,
  Equal: (a, b) => Number(a === b),
  Greater: (a, b) => Number(a > b),
  Less: (a, b) => Number(a < b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  LessOrEqual: (a, b) => Number(a <= b),
  And: (a, b) => Number(a !== 0 && b !== 0),
  Or: (a, b) => Number(a !== 0 || b !== 0),
};

const unaryArithmetic: Readonly<Record<string, (a: number) => number>> = {
  Neg: (a) => -a,
  Abs: Math.abs,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Not: (a) => Number(a === 0),
  Sqrt: Math.sqrt,
};

/** Entry `index` of an operand whose values are all one, or as many as the result's. */
function at(values: readonly Size[], index: number): Size {
  return values[values.length === 1 ? 0 : index] ?? null;
}

function combine(call: Call, shape: readonly Size[] | null, apply: Arithmetic, integer: boolean): Size[] | null {
  const length = count(shape);
  const operands = Array.from({ length: call.inputCount }, (_, i) => call.input(i).values);
  if (length === null || length > mostValues || operands.some((values) => !values || (values.length !== 1 && values.length !== length)))
    return null;
  return Array.from({ length }, (_, index) =>
    operands
      .map((values) => at(values ?? [], index))
      .reduce((a, b) => {
        const value = a === null || b === null ? null : apply(a, b, integer);
        return Number.isFinite(value) ? value : null;
      }),
  );
}

function broadcastAll(call: Call): Size[] | null {
  let shape: Size[] | null = [];
  for (let i = 0; i < call.inputCount; i++) shape = broadcast(shape, call.shape(i));
  return shape;
}

const logical = new Set(['Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual', 'And', 'Or', 'Xor']);

/** One operation per element for each operand after the first. */
const nary: Rule = {
  outputs(call) {
    const shape = broadcastAll(call);
    const apply = arithmetic[call.node.operator];
    const inputType = call.input(0).elementType;
    const values = apply ? combine(call, shape, apply, isInteger(inputType)) : null;
    return [known(shape, logical.has(call.node.operator) ? BOOL : inputType, values)];
  },
  flops: (call, [output]) => perElement(output, Math.max(1, call.inputCount - 1)),
};

function sameShape(call: Call): Known[] {
  const input = call.input(0);
  const apply = unaryArithmetic[call.node.operator];
  const values = apply ? (input.values?.map((value) => (value === null ? null : apply(value))) ?? null) : null;
  return [known(input.shape, input.elementType, values)];
}

function perElement(output: Known | undefined, operations: number): Size {
  const elements = count(output?.shape);
  return elements === null ? null : elements * operations;
}

/** Output like the first input, at `operations` per element. */
function like(operations: number): Rule {
  return { outputs: sameShape, flops: (_, [output]) => perElement(output, operations) };
}

const test: Rule = { outputs: (call) => [known(call.shape(0), BOOL)], flops: (_, [output]) => perElement(output, 1) };

const cast: Rule = {
  outputs(call) {
    const { shape, values } = call.input(0);
    const to = call.node.operator === 'Cast' ? call.int('to', 0) : call.input(1).elementType;
    return [known(shape, to, isInteger(to) ? (values?.map((value) => (value === null ? null : Math.trunc(value))) ?? null) : values)];
  },
  flops: free,
};

const where: Rule = {
  outputs(call) {
    const shape = broadcastAll(call);
    const length = count(shape);
    const [condition, yes, no] = [call.input(0).values, call.input(1).values, call.input(2).values];
    const fits = (values: readonly Size[] | null) => values !== null && (values.length === 1 || values.length === length);
    if (length === null || length > mostValues || !condition || !yes || !no || ![condition, yes, no].every(fits))
      return [known(shape, call.input(1).elementType)];
    const chosen = Array.from({ length }, (_, i) => {
      const choice = at(condition, i);
      return choice === null ? null : at(choice ? yes : no, i);
    });
    return [known(shape, call.input(1).elementType, chosen)];
  },
  flops: (_, [output]) => perElement(output, 1),
};

/** The mask comes along unused at inference. */
const dropout: Rule = {
  outputs: (call) => [call.input(0), known(call.shape(0), BOOL)],
  flops: free,
};

const UINT8 = 2;

/** Shaped like its input, of another type. */
const quantise = (typeOf: (call: Call) => number): Rule => ({
  outputs: (call) => [known(call.shape(0), typeOf(call))],
  flops: (_, [output]) => perElement(output, 2),
});

const dynamicQuantize: Rule = {
  outputs: (call) => [known(call.shape(0), 2), known([], 1), known([], 2)],
  flops: (_, [output]) => perElement(output, 2),
};

export const elementwise: Rules = {
  ...each(
    `Abs Acos Acosh Asin Asinh Atan Atanh Ceil Celu Clip Cos Cosh Elu Erf Exp Floor Gelu HardSigmoid HardSwish LeakyRelu Log Mish Neg
     Not Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu BitwiseNot
     com.microsoft:Gelu com.microsoft:FastGelu com.microsoft:QuickGelu`,
    like(1),
  ),
  ...each('IsInf IsNaN', test),
  ...each(
    `Add Sub Mul Div Pow Mod PRelu And Or Xor Equal Greater Less GreaterOrEqual LessOrEqual Max Min Sum Mean BitShift BitwiseAnd
     BitwiseOr BitwiseXor com.microsoft:BiasGelu`,
    nary,
  ),
  ...each('Cast CastLike', cast),
  Where: where,
  Dropout: dropout,
  Identity: { outputs: (call) => [call.input(0)], flops: free },
  ...each('RandomNormalLike RandomUniformLike Bernoulli EyeLike Trilu ReverseSequence', {
    outputs: (call) => [known(call.shape(0), call.int('dtype', call.input(0).elementType))],
    flops: free,
  }),
  ...each('CumSum CumProd', like(1)),
  QuantizeLinear: quantise((call) => (call.has(2) ? call.input(2).elementType : call.int('output_dtype', UINT8))),
  DequantizeLinear: quantise((call) => call.input(1).elementType),
  DynamicQuantizeLinear: dynamicQuantize,
  // The largest entry is found, subtracted, the exponential taken, summed, divided.
  ...each('Softmax LogSoftmax Hardmax', like(5)),
  LpNormalization: like(3),
  // Scale and shift: mean and variance are constants at inference.
  BatchNormalization: like(2),
  // Mean, difference, its square summed, the division, scale and shift.
  ...each('LayerNormalization InstanceNormalization GroupNormalization MeanVarianceNormalization', like(7)),
  ...each('com.microsoft:SkipLayerNormalization', like(8)),
  ...each('RMSNormalization SimplifiedLayerNormalization', like(4)),
};
