import { each, type Call, type Rule, type Rules } from '../call';
import { broadcast, count, floats, known, type Known, type Size } from '../known';

const times = (...sizes: Size[]): Size => count(sizes);
const swap = (shape: readonly Size[], transposed: boolean): readonly Size[] =>
  transposed && shape.length >= 2 ? [...shape.slice(0, -2), shape.at(-1) ?? null, shape.at(-2) ?? null] : shape;

/** NumPy's matmul: 1-D operands get an axis that is dropped again; leading axes are broadcast. */
function product(a: readonly Size[] | null, b: readonly Size[] | null): Size[] | null {
  if (!a || !b || a.length === 0 || b.length === 0) return null;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  if (!batch) return null;
  return [...batch, ...(a.length === 1 ? [] : [left.at(-2) ?? null]), ...(b.length === 1 ? [] : [right.at(-1) ?? null])];
}

/** A product of inputs `left` and `right`: two operations for each of the summed terms of each element. */
function matMul(left: number, right: number, outputType: number | null): Rule {
  const operand = (call: Call, index: number, attribute: string): readonly Size[] | null => {
    const shape = call.shape(index);
    return shape && swap(shape, call.int(attribute, 0) === 1);
  };
  return {
    outputs: (call) => [
      known(product(operand(call, left, 'transA'), operand(call, right, 'transB')), outputType ?? call.input(left).elementType),
    ],
    flops(call, [output]) {
      const terms = operand(call, left, 'transA')?.at(-1) ?? null;
      return times(count(output?.shape), terms, 2);
    },
  };
}

const gemm: Rule = {
  outputs(call) {
    const [a, b] = [call.shape(0), call.shape(1)];
    if (a?.length !== 2 || b?.length !== 2) return [floats(null)];
    const rows = a[call.int('transA', 0) === 1 ? 1 : 0] ?? null;
    const columns = b[call.int('transB', 0) === 1 ? 0 : 1] ?? null;
    return [known([rows, columns], call.input(0).elementType)];
  },
  flops(call, [output]) {
    const elements = count(output?.shape);
    const terms = call.shape(0)?.[call.int('transA', 0) === 1 ? 0 : 1] ?? null;
    const products = times(elements, terms, 2);
    return products === null || elements === null ? null : products + (call.has(2) ? elements : 0);
  },
};

/** Weights packed below a byte: the true sizes are attributes. */
const packedMatMul: Rule = {
  outputs: (call) => [floats(call.shape(0) && [...(call.shape(0) ?? []).slice(0, -1), call.int('N', 0)])],
  flops: (call, [output]) => times(count(output?.shape), call.int('K', 0), 2),
};

/** Every label of the equation is one loop; each turn multiplies all operands and adds. */
const einsum: Rule = {
  outputs(call) {
    const equation = parseEquation(call);
    return [known(equation ? equation.output.map((label) => equation.sizes.get(label) ?? null) : null, call.input(0).elementType)];
  },
  flops(call) {
    const equation = parseEquation(call);
    return equation && times(...equation.sizes.values(), Math.max(2, call.inputCount));
  },
};

function parseEquation(call: Call): { output: string[]; sizes: Map<string, Size> } | null {
  const [left, right] = (call.text('equation') ?? '').replace(/\s/g, '').split('->');
  const operands = left?.split(',') ?? [];
  if (!left || left.includes('.') || operands.length !== call.inputCount) return null;
  const sizes = new Map<string, Size>();
  const uses = new Map<string, number>();
  for (const [index, labels] of operands.entries()) {
    const shape = call.shape(index);
    if (shape?.length !== labels.length) return null;
    Array.from(labels).forEach((label, axis) => {
      const size = shape[axis] ?? null;
      const before = sizes.get(label);
      sizes.set(label, before === undefined || before === null || before === 1 ? size : before);
      uses.set(label, (uses.get(label) ?? 0) + 1);
    });
  }
  const implicit = [...uses].filter(([, times]) => times === 1).map(([label]) => label);
  return { output: right === undefined ? implicit.sort() : Array.from(right), sizes };
}

/** Outputs of LSTM (4 gates), GRU (3) and RNN (1): all steps, the last hidden state, the last cell state. */
function recurrent(gates: number): Rule {
  const sizes = (call: Call) => {
    const [x, recurrence] = [call.shape(0), call.shape(2)];
    const hidden = recurrence?.[2] ?? null;
    const byBatch = call.int('layout', 0) === 1;
    return {
      steps: x?.[byBatch ? 1 : 0] ?? null,
      batch: x?.[byBatch ? 0 : 1] ?? null,
      features: x?.[2] ?? null,
      directions: recurrence?.[0] ?? null,
      hidden,
      byBatch,
    };
  };
  return {
    outputs(call) {
      const { steps, batch, directions, hidden, byBatch } = sizes(call);
      const last = byBatch ? [batch, directions, hidden] : [directions, batch, hidden];
      const all = byBatch ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
      return [all, last, last].map((shape): Known => known(shape, call.input(0).elementType));
    },
    flops(call) {
      const { steps, batch, features, directions, hidden } = sizes(call);
      if (features === null || hidden === null) return null;
      // Products with the input and the last state, then per gate: bias, activation, and its use in the state.
      return times(steps, batch, directions, gates * hidden, 2 * (features + hidden) + 3);
    },
  };
}

const FLOAT32 = 1;
const INT32 = 6;

export const linearAlgebra: Rules = {
  MatMul: matMul(0, 1, null),
  MatMulInteger: matMul(0, 1, INT32),
  QLinearMatMul: matMul(0, 3, null),
  'com.microsoft:FusedMatMul': matMul(0, 1, FLOAT32),
  'com.microsoft:TransposeMatMul': matMul(0, 1, FLOAT32),
  'com.microsoft:MatMulIntegerToFloat': matMul(0, 1, FLOAT32),
  'com.microsoft:DynamicQuantizeMatMul': matMul(0, 1, FLOAT32),
  ...each('Gemm com.microsoft:FusedGemm', gemm),
  'com.microsoft:MatMulNBits': packedMatMul,
  Einsum: einsum,
  LSTM: recurrent(4),
  GRU: recurrent(3),
  RNN: recurrent(1),
};
