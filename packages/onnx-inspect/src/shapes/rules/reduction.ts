import { INT64 } from '../../element-types';
import { each, type Call, type Rule, type Rules } from '../call';
import { axisOf, count, known, list, type Size } from '../known';

/** The shape without the given axes, or with ones in their place. Null axes: all of them. */
function reduced(shape: readonly Size[] | null, axes: readonly number[] | null, keep: boolean): Size[] | null {
  if (!shape) return null;
  const gone = new Set(axes ? axes.map((axis) => axisOf(axis, shape.length)) : shape.map((_, axis) => axis));
  return keep ? shape.map((size, axis) => (gone.has(axis) ? 1 : size)) : shape.filter((_, axis) => !gone.has(axis));
}

/** One operation per element that goes in. */
const reduce: Rule = {
  outputs(call) {
    const input = call.input(0);
    const axes = call.list(1, 'axes');
    if (axes === undefined) return [known(null, input.elementType)];
    const none = axes === null || axes.length === 0;
    if (none && call.int('noop_with_empty_axes', 0) === 1) return [input];
    const shape = reduced(input.shape, none ? null : axes, call.int('keepdims', 1) === 1);
    return [known(shape, input.elementType, productOf(call, shape))];
  },
  flops: (call) => count(call.shape(0)),
};

/** Shapes are multiplied up with ReduceProd. */
function productOf(call: Call, shape: readonly Size[] | null): readonly Size[] | null {
  const { values } = call.input(0);
  return call.node.operator === 'ReduceProd' && values && count(shape) === 1 ? [count(values)] : null;
}

const argument: Rule = {
  outputs(call) {
    const axis = call.axis(0);
    return [known(axis === null ? null : reduced(call.shape(0), [axis], call.int('keepdims', 1) === 1), INT64)];
  },
  flops: (call) => count(call.shape(0)),
};

/** Selection, counted as one comparison per element that goes in. */
const topK: Rule = {
  outputs(call) {
    const shape = call.shape(0);
    const axis = call.axis(-1);
    const wanted = call.has(1) ? (call.input(1).values?.[0] ?? null) : call.int('k', 0);
    if (!shape || axis === null) return [];
    const taken = shape.map((size, index) => (index === axis ? wanted : size));
    return [known(taken, call.input(0).elementType), known(taken, INT64)];
  },
  flops: (call) => count(call.shape(0)),
};

/** How many there are depends on the data. */
const nonZero: Rule = { outputs: (call) => [known([call.rank(0), null], INT64)], flops: (call) => count(call.shape(0)) };

const size: Rule = {
  outputs: (call) => [known([], INT64, [count(call.shape(0))])],
  flops: () => 0,
};

const shape: Rule = {
  outputs(call) {
    const of = call.shape(0);
    if (!of) return [known([null], INT64)];
    return [list(of.slice(call.int('start', 0), call.attribute('end')?.int ?? undefined))];
  },
  flops: () => 0,
};

export const reductions: Rules = {
  ...each('ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare', reduce),
  ...each('ArgMax ArgMin', argument),
  TopK: topK,
  NonZero: nonZero,
  Size: size,
  Shape: shape,
};
