import { each, free, type Call, type Rule, type Rules } from '../call';
import { axisOf, broadcast, count, known, mostValues, type Known, type Size } from '../known';
import { highestRank } from '../../wire/parse-tensor';

/** Operators that move data and compute nothing. */
const moves = (outputs: (call: Call) => Known[]): Rule => ({ outputs, flops: free });
const kept = (call: Call, shape: readonly Size[] | null, values: readonly Size[] | null = null): Known[] => [
  known(shape, call.input(0).elementType, values),
];

const reshape = moves((call) => {
  const { shape, values } = call.input(0);
  const target = call.has(1) ? call.input(1).values : call.ints('shape');
  if (!target) return kept(call, rankFrom(call.shape(1)));
  const copyZero = call.int('allowzero', 0) === 0;
  const sizes = target.map((size, axis) => (size === 0 && copyZero ? (shape?.[axis] ?? null) : size));
  return kept(call, inferOne(sizes, count(shape)), values);
});

/** A shape of known length and unknown entries. */
function rankFrom(shapeOfShape: readonly Size[] | null): Size[] | null {
  const rank = shapeOfShape?.[0];
  return typeof rank === 'number' && rank >= 0 && rank <= highestRank ? Array.from({ length: rank }, () => null) : null;
}

/** Replaces the one -1 by what is left of the elements. */
function inferOne(sizes: readonly Size[], elements: Size): Size[] {
  const others = count(sizes.filter((size) => size !== -1));
  const left = elements !== null && others !== null && others > 0 && elements % others === 0 ? elements / others : null;
  return sizes.map((size) => (size === -1 ? left : size));
}

const flatten = moves((call) => {
  const shape = call.shape(0);
  if (!shape) return kept(call, [null, null]);
  const axis = call.int('axis', 1);
  const split = axis < 0 ? axis + shape.length : axis;
  return kept(call, [count(shape.slice(0, split)), count(shape.slice(split))]);
});

const transpose = moves((call) => {
  const shape = call.shape(0);
  const order = call.ints('perm');
  if (!shape) return kept(call, null);
  return kept(call, order ? order.map((axis) => shape[axis] ?? null) : shape.toReversed());
});

const squeeze = moves((call) => {
  const { shape, values } = call.input(0);
  const axes = call.list(1, 'axes');
  if (!shape || axes === undefined) return kept(call, null);
  const gone = axes && new Set(axes.map((axis) => axisOf(axis, shape.length)));
  return kept(
    call,
    shape.filter((size, axis) => (gone ? !gone.has(axis) : size !== 1)),
    values,
  );
});

const unsqueeze = moves((call) => {
  const { shape, values } = call.input(0);
  const axes = call.list(1, 'axes');
  if (!shape || !axes) return kept(call, null);
  const rank = shape.length + axes.length;
  if (rank > highestRank) return kept(call, null);
  const added = new Set(axes.map((axis) => axisOf(axis, rank)));
  let next = 0;
  const sizes = Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (shape[next++] ?? null)));
  return kept(call, sizes, values);
});

const concat = moves((call) => {
  const shapes = Array.from({ length: call.inputCount }, (_, i) => call.shape(i));
  const first = shapes.find((shape) => shape !== null);
  const axis = first && axisOf(call.int('axis', 1), first.length);
  if (!first || typeof axis !== 'number') return kept(call, null);
  const joined = first.map((size, at) => {
    if (at !== axis) return shapes.find((shape) => typeof shape?.[at] === 'number')?.[at] ?? size;
    return shapes.reduce<Size>((sum, shape) => (sum === null || typeof shape?.[at] !== 'number' ? null : sum + shape[at]), 0);
  });
  return kept(call, joined, first.length === 1 ? joinValues(call, shapes) : null);
});

function joinValues(call: Call, shapes: readonly (readonly Size[] | null)[]): Size[] | null {
  const lists = shapes.map((shape, i) => call.input(i).values ?? (shape?.[0] === 1 ? [null] : null));
  return lists.every((values) => values !== null) ? lists.flat() : null;
}

const split = moves((call) => {
  const shape = call.shape(0);
  const axis = call.axis(0);
  const parts = call.list(1, 'split');
  if (!shape || axis === null || parts === undefined) return [];
  const whole = shape[axis] ?? null;
  const even = whole === null ? null : Math.ceil(whole / call.outputCount);
  return Array.from({ length: call.outputCount }, (_, i) => {
    const last = whole === null || even === null ? null : whole - even * (call.outputCount - 1);
    const part = parts ? (parts[i] ?? null) : i === call.outputCount - 1 ? last : even;
    return known(
      shape.map((size, at) => (at === axis ? part : size)),
      call.input(0).elementType,
    );
  });
});

const slice = moves((call) => {
  const { shape, values } = call.input(0);
  const starts = call.list(1, 'starts');
  const ends = call.list(2, 'ends');
  if (!shape || !starts || !ends) return kept(call, shape?.map(() => null) ?? null);
  const axes = call.list(3, 'axes') ?? starts.map((_, axis) => axis);
  const steps = call.list(4, 'steps') ?? starts.map(() => 1);
  const sizes = [...shape];
  let picked = values;
  starts.forEach((start, i) => {
    const axis = axisOf(axes[i] ?? 0, shape.length);
    const whole = axis === null ? null : (shape[axis] ?? null);
    if (axis === null) return;
    const range = whole === null ? null : sliceOf(whole, start, ends[i] ?? 0, steps[i] ?? 1);
    sizes[axis] = range?.length ?? null;
    const source: readonly Size[] | null = picked;
    picked = range && source && shape.length === 1 && range.length <= mostValues ? pick(source, range) : null;
  });
  return kept(call, sizes, picked);
});

interface Range {
  first: number;
  step: number;
  length: number;
}

function sliceOf(size: number, start: number, end: number, step: number): Range {
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value < 0 ? value + size : value));
  const first = step > 0 ? clamp(start, 0, size) : clamp(start, 0, size - 1);
  const last = step > 0 ? clamp(end, 0, size) : clamp(end, -1, size - 1);
  return { first, step, length: step === 0 ? 0 : Math.max(0, Math.ceil((last - first) / step)) };
}

const pick = (values: readonly Size[], range: Range): Size[] =>
  Array.from({ length: range.length }, (_, i) => values[range.first + i * range.step] ?? null);

const gather = moves((call) => {
  const { shape, values } = call.input(0);
  const indices = call.input(1);
  const axis = call.axis(0);
  if (!shape || !indices.shape || axis === null) return kept(call, null);
  const sizes = [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)];
  const taken = shape.length === 1 && values ? indices.values?.map((i) => (i === null ? null : (values.at(i) ?? null))) : null;
  return kept(call, sizes, taken ?? null);
});

const gatherND = moves((call) => {
  const [shape, indices] = [call.shape(0), call.shape(1)];
  const depth = indices?.at(-1);
  if (!shape || !indices || typeof depth !== 'number') return kept(call, null);
  return kept(call, [...indices.slice(0, -1), ...shape.slice(depth + call.int('batch_dims', 0))]);
});

const expand = moves((call) => {
  const { values, elementType } = call.input(0);
  const target = call.input(1).values;
  const shape = target ? broadcast(call.shape(0), target) : null;
  const length = count(shape);
  const repeated = values?.length === 1 && length !== null && length <= mostValues ? Array.from({ length }, () => values[0] ?? null) : null;
  return [known(shape, elementType, repeated)];
});

const tile = moves((call) => {
  const repeats = call.input(1).values;
  const shape = call.shape(0);
  return kept(call, shape?.map((size, axis) => count([size, repeats?.[axis] ?? null])) ?? null);
});

const pad = moves((call) => {
  const shape = call.shape(0);
  const pads = call.list(1, 'pads');
  if (!shape) return kept(call, null);
  const given = call.has(3) ? call.list(3, 'axes') : shape.map((_, axis) => axis);
  if (!pads || !given || pads.length !== 2 * given.length)
    return kept(
      call,
      shape.map(() => null),
    );
  const sizes = [...shape];
  given.forEach((axis, i) => {
    const at = axisOf(axis, shape.length);
    const size = at === null ? null : (shape[at] ?? null);
    if (at !== null) sizes[at] = size === null ? null : size + (pads[i] ?? 0) + (pads[i + given.length] ?? 0);
  });
  return kept(call, sizes);
});

const depthToSpace = moves((call) =>
  blocks(
    call,
    (size, block) => size / block ** 2,
    (size, block) => size * block,
  ),
);
const spaceToDepth = moves((call) =>
  blocks(
    call,
    (size, block) => size * block ** 2,
    (size, block) => size / block,
  ),
);

function blocks(call: Call, channels: (size: number, block: number) => number, space: (size: number, block: number) => number): Known[] {
  const block = call.int('blocksize', 1);
  const scaled = call.shape(0)?.map((size, axis) => (size === null || axis === 0 ? size : (axis === 1 ? channels : space)(size, block)));
  return kept(call, scaled ?? null);
}

export const layout: Rules = {
  Reshape: reshape,
  Flatten: flatten,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  GatherElements: moves((call) => kept(call, call.shape(1))),
  GatherND: gatherND,
  ...each(
    'ScatterElements ScatterND Scatter TensorScatter',
    moves((call) => kept(call, call.shape(0))),
  ),
  Expand: expand,
  Tile: tile,
  Pad: pad,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
};
