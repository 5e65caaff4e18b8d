import type { TensorSignature } from '@unblind/contracts';
import { elementTypeName } from './element-types';
import { quote, type Findings } from './issues';
import type { InspectLimits } from './limits';
import { inferModel, type OrderedModelFile } from './shapes/infer';
import { known, type Known, type Size } from './shapes/known';
import { merge } from './shapes/notes';
import { shapeText } from './sizes';
import type { Dimension, ValueInfo } from './wire/messages';

/** Sizes for the free axes of inputs, by the input's name. The first axis is the batch, whatever is given for it. */
export type InputShapes = Readonly<Record<string, readonly Dimension[]>>;

export interface InferenceOptions {
  limits: InspectLimits;
  inputShapes: InputShapes;
}

/** Sizes that are the same for a batch of one and of this many do not depend on the batch. */
const otherBatch = 7;

/** FLOPs for one sample and output shapes. An incomplete count gives a warning, an oversized tensor an issue. */
export function infer(
  file: OrderedModelFile,
  { limits, inputShapes }: InferenceOptions,
  findings: Findings,
): { flops: number | null; outputs: TensorSignature[] } {
  const { graph } = file;
  const initialised = new Set(graph.initializers.map((tensor) => tensor.name));
  const inputs = graph.inputs.filter((input) => !initialised.has(input.name));
  const shapes = (batch: number) => new Map(inputs.map((input): [string, Known] => [input.name, inputShape(input, inputShapes, batch)]));
  const inferred = inferModel(file, shapes(1), limits);
  if (inferred.tooComplex) findings.refuse(inferred.tooComplex);
  if (inferred.withoutKernel) findings.refuse(inferred.withoutKernel);
  if (inferred.stopped) findings.warn(`FLOPs are not known: they stop at ${inferred.stopped}.`);
  const freeBatch = inputs.some(leavesBatchFree);
  const larger = freeBatch && !inferred.tooComplex ? inferModel(file, shapes(otherBatch), limits) : inferred;
  const outputs = graph.outputs.map((output, i) => {
    const [one, many] = [inferred.outputs[i], larger.outputs[i]];
    return outputSignature(output, one && many && merge(one, many), freeBatch);
  });
  for (const { conflict } of outputs) if (conflict) findings.warn(conflict);
  return {
    flops: inferred.tooComplex || inferred.flops === null ? null : inferred.flops / fixedBatch(inputs),
    outputs: outputs.map(({ signature }) => signature),
  };
}

const leavesBatchFree = ({ type }: ValueInfo): boolean => !type?.shape || typeof type.shape[0] !== 'number';

/** A free first axis is the batch; other axes are what the file says, else what the challenge offers. */
function inputShape({ name, type }: ValueInfo, offered: InputShapes, batch: number): Known {
  const given = Object.hasOwn(offered, name) ? offered[name] : undefined;
  const shape = type?.shape ?? given;
  if (!shape) return known(null, type?.elementType ?? 0);
  const sizes = shape.map((size, axis): Size => {
    if (typeof size === 'number') return size;
    if (axis === 0) return batch;
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

/**
 * The shape that the file declares with the sizes that its graph was found to make. Where the two differ, the size is unknown, and what a
 * run gives decides. The first axis stays free if the batch is free.
 */
function outputSignature(
  { name, type }: ValueInfo,
  inferred: Known | undefined,
  freeBatch: boolean,
): { signature: TensorSignature; conflict: string | null } {
  const dtype = dtypeOf(type, inferred);
  const found = inferred?.shape?.map((size, axis) => (axis === 0 && freeBatch ? null : size)) ?? null;
  const declared = type?.shape ?? null;
  if (!declared || !found) return { signature: { name, dtype, shape: declared ?? found }, conflict: null };
  const isSameRank = found.length === declared.length;
  const shape = isSameRank ? declared.map((size, axis) => agreed(size, found[axis])) : null;
  const differ = !isSameRank || found.some((size, axis) => size !== null && !mayBe(declared[axis], size));
  const conflict = `The file declares the output ${quote(name)} as ${shapeText(declared)}, and its graph makes ${shapeText(found)}: a run decides.`;
  return { signature: { name, dtype, shape }, conflict: differ ? conflict : null };
}

const dtypeOf = (type: ValueInfo['type'], inferred: Known | undefined): string =>
  type && type.dtype !== 'unknown' ? type.dtype : elementTypeName(inferred?.elementType ?? 0);

const mayBe = (declared: Dimension | undefined, size: number): boolean => typeof declared !== 'number' || declared === size;

function agreed(declared: Dimension, found: Size | undefined): Dimension {
  if (typeof found !== 'number') return declared;
  return mayBe(declared, found) ? found : null;
}
