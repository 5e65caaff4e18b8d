import { describeNode, type Issue } from '../issues';
import type { Node } from '../wire/messages';
import { kernelsOf } from './table';

interface Unsupported {
  operators: readonly string[];
  attribute: string;
  /** The value that the runtime runs; null: it does not know the attribute. */
  runs: number | null;
  fix: string;
}

/** What the runtime's kernels refuse when they are made, though their operator and type would do. */
const unsupported: readonly Unsupported[] = [
  {
    operators: ['RNN', 'LSTM', 'GRU'],
    attribute: 'layout',
    runs: 0,
    fix: 'Export with layout=0 (time first), with a Transpose in front of and behind the layer, as PyTorch and tf2onnx write it.',
  },
  ...['left_window_size', 'right_window_size'].map((attribute) => ({
    operators: ['Attention'],
    attribute,
    runs: null,
    fix: 'Give the window as a mask (attn_mask), or export with an older opset_version.',
  })),
];

export function unsupportedAttribute(node: Node): Issue | null {
  if (node.domain !== '') return null;
  for (const { operators, attribute, runs, fix } of unsupported) {
    const given = operators.includes(node.operator) ? node.attributes.find(({ name }) => name === attribute) : undefined;
    const value = given?.int ?? null;
    if (value === null || value === runs) continue;
    return {
      code: 'onnx-opset-unsupported',
      message: `ONNX Runtime ${kernelsOf} cannot run ${describeNode(node)} with ${attribute}=${value} on a CPU.`,
      subject: node.name || node.operator,
      expected: runs === null ? `no ${attribute}` : `${attribute}=${runs}`,
      got: `${attribute}=${value}`,
      fix,
    };
  }
  return null;
}
