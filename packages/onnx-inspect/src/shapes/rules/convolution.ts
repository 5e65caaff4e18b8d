import { each, type Call, type Rule, type Rules } from '../call';
import { count, known, type Size } from '../known';

const times = (...sizes: Size[]): Size => count(sizes);

interface Window {
  kernel: readonly Size[];
  strides: readonly number[];
  dilations: readonly number[];
  pads: readonly number[];
}

function windowOf(call: Call, kernel: readonly Size[]): Window {
  const ones = kernel.map(() => 1);
  const fitting = (name: string, length: number, otherwise: number[]) => {
    const given = call.ints(name);
    return given?.length === length ? given : otherwise;
  };
  return {
    kernel,
    strides: fitting('strides', kernel.length, ones),
    dilations: fitting('dilations', kernel.length, ones),
    pads: fitting('pads', 2 * kernel.length, [...ones, ...ones].fill(0)),
  };
}

/** Positions of a window along one axis. */
function positions(call: Call, window: Window, axis: number, size: Size): Size {
  const stride = window.strides[axis] ?? 1;
  const kernel = window.kernel[axis] ?? null;
  if (size === null || kernel === null || stride < 1) return null;
  const automatic = call.text('auto_pad') ?? 'NOTSET';
  if (automatic.startsWith('SAME')) return Math.ceil(size / stride);
  const pads = automatic === 'VALID' ? 0 : (window.pads[axis] ?? 0) + (window.pads[axis + window.kernel.length] ?? 0);
  const steps = (size + pads - (window.dilations[axis] ?? 1) * (kernel - 1) - 1) / stride;
  return Math.max(0, (call.int('ceil_mode', 0) === 1 ? Math.ceil(steps) : Math.floor(steps)) + 1);
}

/** A convolution of input 0 with the weights [out, in / group, kernel...] of input `weights`. */
function convolution(weights: number, bias: number, outputType: number | null): Rule {
  return {
    outputs(call) {
      const [x, w] = [call.shape(0), call.shape(weights)];
      const elementType = outputType ?? call.input(0).elementType;
      if (!w || x?.length !== w.length || x.length < 3) return [known(null, elementType)];
      const window = windowOf(call, w.slice(2));
      const space = x.slice(2).map((size, axis) => positions(call, window, axis, size));
      return [known([x[0] ?? null, w[0] ?? null, ...space], elementType)];
    },
    flops(call, [output]) {
      const elements = count(output?.shape);
      const products = times(elements, count(call.shape(weights)?.slice(1)), 2);
      return products === null || elements === null ? null : products + (call.has(bias) ? elements : 0);
    },
  };
}

/** Each element of the input is spread over out / group channels and the kernel. Weights are [in, out / group, kernel...]. */
const transposed: Rule = {
  outputs(call) {
    const [x, w] = [call.shape(0), call.shape(1)];
    if (!w || x?.length !== w.length || x.length < 3) return [known(null, call.input(0).elementType)];
    const window = windowOf(call, w.slice(2));
    const given = call.ints('output_shape');
    const extra = call.ints('output_padding');
    const space = x.slice(2).map((size, axis): Size => {
      const kernel = window.kernel[axis] ?? null;
      const stride = window.strides[axis] ?? 1;
      if (given) return given.at(axis - (x.length - 2)) ?? null;
      if (size === null || kernel === null) return null;
      if (call.text('auto_pad')?.startsWith('SAME')) return size * stride;
      const pads = (window.pads[axis] ?? 0) + (window.pads[axis + window.kernel.length] ?? 0);
      return stride * (size - 1) + (extra?.[axis] ?? 0) + (kernel - 1) * (window.dilations[axis] ?? 1) + 1 - pads;
    });
    return [known([x[0] ?? null, times(w[1] ?? null, call.int('group', 1)), ...space], call.input(0).elementType)];
  },
  flops(call, [output]) {
    const products = times(count(call.shape(0)), count(call.shape(1)?.slice(1)), 2);
    const elements = count(output?.shape);
    return products === null || elements === null ? null : products + (call.has(2) ? elements : 0);
  },
};

/** One operation per element of each window. */
const pool: Rule = {
  outputs(call) {
    const x = call.shape(0);
    const kernel = call.ints('kernel_shape');
    if (!x || !kernel || x.length !== kernel.length + 2) return [];
    const window = windowOf(call, kernel);
    const shape = [x[0] ?? null, x[1] ?? null, ...x.slice(2).map((size, axis) => positions(call, window, axis, size))];
    return [known(shape, call.input(0).elementType), known(shape, 7)];
  },
  flops: (call, [output]) => times(count(output?.shape), count(call.ints('kernel_shape'))),
};

const globalPool: Rule = {
  outputs: (call) => [known(call.shape(0)?.map((size, axis) => (axis < 2 ? size : 1)) ?? null, call.input(0).elementType)],
  flops: (call) => count(call.shape(0)),
};

const INT32 = 6;

export const convolutions: Rules = {
  ...each('Conv com.microsoft:FusedConv', convolution(1, 2, null)),
  ConvInteger: convolution(1, -1, INT32),
  QLinearConv: convolution(3, 8, null),
  ConvTranspose: transposed,
  ...each('MaxPool AveragePool LpPool', pool),
  ...each('GlobalAveragePool GlobalMaxPool GlobalLpPool', globalPool),
};
