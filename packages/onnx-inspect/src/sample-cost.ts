import type { TensorSignature } from '@unblind/contracts';
import type { Findings } from './issues';
import type { InspectLimits } from './limits';
import { inferModel, type OrderedModelFile } from './shapes/infer';
import { known, type Known, type Size } from './shapes/known';
import type { Dimension, ValueInfo } from './wire/messages';

/** Sizes for the free axes of inputs, by the input's name. The first axis is the batch, whatever is given for it. */
export type InputShapes = Readonly<Record<string, readonly Dimension[]>>;

export interface InferenceOptions {
  limits: InspectLimits;
  inputShapes: InputShapes;
}

/** FLOPs for one sample and output shapes. An incomplete count gives a warning, an oversized tensor an issue. */
export function infer(
  file: OrderedModelFile,
  { limits, inputShapes }: InferenceOptions,
  findings: Findings,
): { flops: number | null; outputs: TensorSignature[] } {
  const { graph } = file;
  const initialised = new Set(graph.initializers.map((tensor) => tensor.name));
  const inputs = graph.inputs.filter((input) => !initialised.has(input.name));
  const shapes = new Map(inputs.map((input): [string, Known] => [input.name, sampleShape(input, inputShapes)]));
  const inferred = inferModel(file, shapes, limits);
  if (inferred.tooComplex) findings.refuse(inferred.tooComplex);
  if (inferred.stopped) findings.warn(`FLOPs are not known: they stop at ${inferred.stopped}.`);
  const batch = fixedBatch(inputs);
  return {
    flops: inferred.tooComplex || inferred.flops === null ? null : inferred.flops / batch,
    outputs: graph.outputs.map((output, i) => outputSignature(output, inferred.outputs[i], inputs.some(leavesBatchFree))),
  };
}

const leavesBatchFree = ({ type }: ValueInfo): boolean => !type?.shape || typeof type.shape[0] !== 'number';

/** A free first axis is a batch of one; other axes are what the file says, else what the challenge offers. */
function sampleShape({ name, type }: ValueInfo, offered: InputShapes): Known {
  const given = Object.hasOwn(offered, name) ? offered[name] : undefined;
  const shape = type?.shape ?? given;
  if (!shape) return known(null, type?.elementType ?? 0);
  const sizes = shape.map((size, axis): Size => {
    if (typeof size === 'number') return size;
    if (axis === 0) return 1;
    const offeredSize = given?.[axis];
    return typeof offeredSize === 'number' ? offeredSize : null;
  });
  return known(sizes, type?.elementType ?? 0);
}

/** The fixed batch size that all inputs share, else 1. */
function fixedBatch(inputs: readonly ValueInfo[]): number {
  const [first, ...others] = inputs.map(({ type }) => type?.shape?.[0]);
  return typeof first === 'number' && first > 0 && others.every((size) => size === first) ? first : 1;
}

/** The shapes that the file declares, completed by inferred ones. The first axis stays free if the batch is free. */
function outputSignature({ name, type }: ValueInfo, inferred: Known | undefined, freeBatch: boolean): TensorSignature {
  const found = inferred?.shape?.map((size, axis) => (axis === 0 && freeBatch ? null : size)) ?? null;
  const shape = type?.shape ?? null;
  const filled = shape && found?.length === shape.length ? shape.map((size, axis) => size ?? found[axis] ?? null) : (shape ?? found);
  return { name, dtype: type?.dtype ?? 'unknown', shape: filled };
}
