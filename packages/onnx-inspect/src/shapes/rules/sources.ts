import { FLOAT32, INT64 } from '../../element-types';
import { each, free, type Call, type Rule, type Rules } from '../call';
import { axisOf, count, known, mostValues, type Known, type Size } from '../known';

/** Operators that make values, or whose output is sized by a value. */
const constant: Rule = {
  outputs(call) {
    const tensor = call.tensor('value');
    if (tensor) return [tensor];
    const int = call.attribute('value_int')?.int;
    if (typeof int === 'number') return [known([], INT64, [int])];
    const float = call.float('value_float');
    if (float !== null) return [known([], FLOAT32, [float])];
    const ints = call.ints('value_ints');
    if (ints) return [known([ints.length], INT64, ints)];
    const reals = call.reals('value_floats');
    return reals ? [known([reals.length], FLOAT32, reals)] : [];
  },
  flops: free,
};

const constantOfShape: Rule = {
  outputs(call) {
    const shape = call.input(0).values;
    const fill = call.tensor('value');
    const length = count(shape);
    const value = fill ? (fill.values?.[0] ?? null) : 0;
    const values = length !== null && length <= mostValues ? Array.from({ length }, () => value) : null;
    return [known(shape, fill?.elementType ?? FLOAT32, values)];
  },
  flops: free,
};

const range: Rule = {
  outputs(call) {
    const [start, limit, step] = [0, 1, 2].map((i) => call.input(i).values?.[0] ?? null);
    const elementType = call.input(0).elementType;
    if (typeof start !== 'number' || typeof limit !== 'number' || typeof step !== 'number' || step === 0)
      return [known([null], elementType)];
    const length = Math.max(0, Math.ceil((limit - start) / step));
    return [known([length], elementType, length <= mostValues ? Array.from({ length }, (_, i) => start + i * step) : null)];
  },
  flops: free,
};

const random: Rule = { outputs: (call) => [known(call.ints('shape'), call.int('dtype', FLOAT32))], flops: free };

const oneHot: Rule = {
  outputs(call) {
    const shape = call.shape(0);
    const axis = shape && axisOf(call.int('axis', -1), shape.length + 1);
    if (!shape || axis === null) return [];
    return [known([...shape.slice(0, axis), call.input(1).values?.[0] ?? null, ...shape.slice(axis)], call.input(2).elementType)];
  },
  flops: free,
};

/** Resize and Upsample: sizes if given, else scales. Linear interpolation is counted as 7 operations, nearest as none. */
const resize: Rule = {
  outputs(call) {
    const shape = call.shape(0);
    return shape ? resized(call, shape) : [];
  },
  flops(call, [output]) {
    const elements = count(output?.shape);
    return elements === null ? null : elements * ((call.text('mode') ?? 'nearest') === 'nearest' ? 0 : 7);
  },
};

function resized(call: Call, shape: readonly Size[]): Known[] {
  const sizes = call.has(3) ? call.input(3).values : null;
  const scales = call.input(call.inputCount > 2 ? 2 : 1).values ?? call.reals('scales');
  const axes = call.ints('axes');
  const wanted = shape.map((size, axis) => {
    const at = axes ? axes.indexOf(axis) : axis;
    if (at < 0) return size;
    const scale = scales?.[at] ?? null;
    return sizes ? (sizes[at] ?? null) : size === null || scale === null ? null : Math.floor(size * scale);
  });
  return [known(wanted, call.input(0).elementType)];
}

export const sources: Rules = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Range: range,
  ...each('RandomNormal RandomUniform', random),
  OneHot: oneHot,
  ...each('Resize Upsample', resize),
};
