import { graph, model, node, rawTensor, value } from '@unblind/onnx-writer';

/** Graphs inside graphs. */

const yes = rawTensor('yes', 'bool', [], Uint8Array.of(1));
const numbers = node('ReduceMean', ['x'], ['numbers'], { attributes: { axes: [1], keepdims: 0 } });
const around = { initializers: [yes], inputs: [value('x', ['N', 4])], outputs: [value('score', ['N'])] };

/** Adds to the numbers as long as a condition holds, which is always. */
export function endlessLoop(): Uint8Array {
  const body = graph({
    nodes: [node('Identity', ['on'], ['still_on']), node('Tanh', ['v'], ['w'])],
    inputs: [value('i', [], 'int64'), value('on', [], 'bool'), value('v', ['N'])],
    outputs: [value('still_on', [], 'bool'), value('w', ['N'])],
  });
  return model({ ...around, nodes: [numbers, node('Loop', ['', 'yes', 'numbers'], ['score'], { attributes: { body: { graph: body } } })] });
}

/** If inside If inside If. */
export function deepIf(depth: number): Uint8Array {
  let inner = branch(node('Identity', ['numbers'], ['r0']), 'r0');
  for (let level = 1; level <= depth; level++) inner = branch(choice(`r${level}`, inner, `e${level}`), `r${level}`);
  return model({ ...around, nodes: [numbers, choice('score', inner, 'e')] });
}

/** One branch, or the numbers as they are. */
function choice(output: string, branchOfThen: Uint8Array, other: string): Uint8Array {
  const branchOfElse = branch(node('Identity', ['numbers'], [other]), other);
  return node('If', ['yes'], [output], { attributes: { then_branch: { graph: branchOfThen }, else_branch: { graph: branchOfElse } } });
}

const branch = (only: Uint8Array, output: string): Uint8Array => graph({ nodes: [only], outputs: [value(output, ['N'])] });
