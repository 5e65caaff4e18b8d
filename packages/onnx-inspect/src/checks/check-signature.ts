import { elementTypeName } from '../element-types';
import { quote, type Findings } from '../issues';
import type { Graph } from '../wire/messages';

/** TensorProto.DataType of what ONNX Runtime for Node takes as inputs and gives as outputs (operators.test.ts asks it). */
export const exchangedTypes: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 21, 22]);

/** Inputs and outputs are of types that the runtime hands over. Inside of a graph there may be others. */
export function checkSignature({ inputs, outputs }: Graph, findings: Findings): void {
  for (const { name, type } of [...inputs, ...outputs]) {
    const code = type?.elementType ?? 0;
    if (code === 0 || exchangedTypes.has(code)) continue;
    const dtype = elementTypeName(code);
    findings.refuse({
      code: 'onnx-opset-unsupported',
      message: `${quote(name)} is of ${dtype}, which ONNX Runtime takes within a graph only, not as an input or output.`,
      subject: name,
      expected: 'inputs and outputs of float32, float64, float16, whole numbers, bool or string',
      got: dtype,
      fix: `Cast ${quote(name)} from or to float32 inside of the model, and export again.`,
    });
    return;
  }
}
