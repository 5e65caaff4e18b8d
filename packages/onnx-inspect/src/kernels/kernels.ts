import { elementTypeName } from '../element-types';
import { describeNode, type Issue } from '../issues';
import type { Known } from '../shapes/known';
import type { Node } from '../wire/messages';
import { unsupportedAttribute } from './attributes';
import { askedTypes, kernelsOf, withoutKernel } from './table';

interface Segment {
  opset: number;
  /** Which input's type decides. */
  place: number;
  missing: ReadonlySet<number>;
}

const bits: ReadonlyMap<number, number> = new Map(askedTypes.map((type, bit) => [type, bit]));

function segmentOf(text: string): Segment {
  const [opset = '', place = '', missing = ''] = text.split(':');
  const mask = parseInt(missing, 16);
  return { opset: Number(opset), place: Number(place), missing: new Set(askedTypes.filter((_, bit) => (mask >> bit) & 1)) };
}

/** For each operator, by the input whose type decides, in the order of opsets. */
const table: ReadonlyMap<string, readonly (readonly Segment[])[]> = new Map(
  Object.entries(withoutKernel).map(([name, text]) => [name, text.split('; ').map((place) => place.split(' ').map(segmentOf))]),
);

/** Why a node cannot be loaded: the runtime has its operator, but not for this opset and element type. Null: nothing is known against it. */
export function withoutKernelFor(node: Node, inputs: readonly (Known | undefined)[], opset: number): Issue | null {
  const places = table.get(node.domain === '' ? node.operator : `${node.domain}:${node.operator}`) ?? [];
  for (const segments of places) {
    const segment = segments.findLast((candidate) => candidate.opset <= opset);
    const type = inputs[segment?.place ?? 0]?.elementType ?? 0;
    if (segment?.missing.has(type)) return missingKernel(node, segment, type, opset);
  }
  return unsupportedAttribute(node);
}

function missingKernel(node: Node, segment: Segment, type: number, opset: number): Issue {
  const dtype = elementTypeName(type);
  const others = askedTypes.filter((asked) => !segment.missing.has(asked));
  const isType = others.some((asked) => asked === 1) || segment.missing.size < bits.size;
  return {
    code: 'onnx-opset-unsupported',
    message: `ONNX Runtime ${kernelsOf} cannot run ${describeNode(node)} of opset ${opset} on ${dtype} on a CPU: it has no kernel for that.`,
    subject: node.name || node.operator,
    expected: 'operators and types that the runtime has a kernel for',
    got: `${node.operator} (opset ${opset}) on ${dtype}`,
    fix: isType
      ? `Compute in float32: export a float32 model, or cast around this operator (weights may stay ${dtype} if they are cast before they are used).`
      : 'Replace the operator by others, or export with another opset_version.',
  };
}
